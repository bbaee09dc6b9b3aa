package io.pagenow.presence.local;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;

/**
 * What was started and has to be ended, the latest first.
 *
 * <p>Thread-safe: one that is closed while a part is starting waits for it, so none is left behind.
 */
public final class Parts implements AutoCloseable {

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private boolean closed;

  /**
   * Starts a part, which is ended with the others.
   *
   * @throws InterruptedException where the others were ended already
   */
  public synchronized <T extends AutoCloseable> T start(Callable<T> part) throws Exception {
    if (closed) {
      throw new InterruptedException("Stopped while starting");
    }
    T started = part.call();
    parts.push(started);
    return started;
  }

  synchronized boolean closed() {
    return closed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        System.err.println(part.getClass().getSimpleName() + " did not end in good order: " + e);
      }
    }
  }
}
