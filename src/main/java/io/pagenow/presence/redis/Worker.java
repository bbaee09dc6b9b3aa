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
    stopped = true;
    thread.interrupt();
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
