package io.pagenow.presence.concurrent;

/**
 * The two ends of one send: the return of the call and the callback, which may come in any order
 * and from two threads. The later one continues with the next send. Thread-safe.
 */
public final class Turn {

  private boolean half;
  private boolean failed;

  /**
   * Records that the call returned. Returns whether the callback came first and reported success,
   * so that the caller continues.
   */
  public boolean returned() {
    return meet(true) && !failed;
  }

  /** Records the callback. Returns whether the call has returned, so that the caller continues. */
  public boolean calledBack(boolean success) {
    return meet(success);
  }

  private synchronized boolean meet(boolean success) {
    failed |= !success;
    boolean second = half;
    half = true;
    return second;
  }
}
