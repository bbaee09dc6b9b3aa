package io.pagenow.presence.local;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;

/**
 * The started parts of a system. {@link #close} closes them in reverse order.
 *
 * <p>Thread-safe: if a part is starting, {@link #close} waits for it and closes it as well.
 */
public final class Parts implements AutoCloseable {

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private boolean closed;

  /**
   * Starts a part, which {@link #close} closes.
   *
   * @throws InterruptedException if the parts are closed already
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
        System.err.println(part.getClass().getSimpleName() + " could not be closed: " + e);
      }
    }
  }
}
