package io.pagenow.presence.redis;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** A thread of the server's that does one thing until it is stopped. */
final class Worker {

  private static final long RETRY_MILLIS = 500;
  private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(5);

  private final Thread thread;
  private volatile boolean stopped;

  Worker(ThreadFactory threads, String name, Runnable work) {
    this.thread = threads.newThread(work);
    thread.setName(name);
  }

  void start() {
    thread.start();
  }

  /** Whether the work is to end. */
  boolean isStopped() {
    return stopped;
  }

  /** Waits a moment before the work tries again. Returns at once where it is to end. */
  void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      // By stop(), which the work looks at.
    }
  }

  /** Interrupts the work, and waits a while for its end. */
  void stop() {
    stop(() -> {});
  }

  /**
   * As {@link #stop()}.
   *
   * @param wake what ends a wait that no interrupt ends; the work knows by then that it is to end
   */
  void stop(Runnable wake) {
    stopped = true;
    wake.run();
    thread.interrupt();
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
