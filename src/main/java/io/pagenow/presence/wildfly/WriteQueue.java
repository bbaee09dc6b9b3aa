package io.pagenow.presence.wildfly;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The connections that wait for one I/O thread, which is woken up once for all of them. When the
 * turn of a connection comes, everything that waits for it is written. Thread-safe.
 */
final class WriteQueue implements Runnable {

  /** A send on one connection. */
  interface Write {

    /**
     * Writes what waits for the connection, on its I/O thread.
     *
     * @param frames encodes the texts
     */
    void start(TextFrames frames) throws Exception;

    /** Reports that the send failed. */
    void fail(Throwable failure);
  }

  private static final Logger LOG = Logger.getLogger(WriteQueue.class.getName());

  /** The maximum number of writes in a turn, so that the thread also reads from its sockets. */
  private static final int TURN = 256;

  private static final Map<Executor, WriteQueue> QUEUES = new ConcurrentHashMap<>();

  private final Executor thread;
  private final Queue<Write> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  // Used on the I/O thread only.
  private final TextFrames frames = new TextFrames();

  WriteQueue(Executor thread) {
    this.thread = thread;
  }

  /** Returns the queue of an I/O thread. */
  static WriteQueue of(Executor thread) {
    return QUEUES.computeIfAbsent(thread, WriteQueue::new);
  }

  /** Adds a send and wakes the I/O thread up if necessary. */
  void add(Write write) {
    waiting.add(write);
    schedule();
  }

  @Override
  public void run() {
    try {
      for (int i = 0; i < TURN; i++) {
        Write write = waiting.poll();
        if (write == null) {
          frames.clear();
          break;
        }
        start(write);
      }
    } finally {
      // Also after a failure, as all sockets of the thread use this queue.
      scheduled.set(false);
      if (!waiting.isEmpty()) {
        schedule();
      }
    }
  }

  private void start(Write write) {
    try {
      write.start(frames);
    } catch (Throwable e) {
      fail(write, e);
    }
  }

  private void schedule() {
    if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
      try {
        thread.execute(this);
      } catch (Throwable e) {
        // The server stops, or there is no memory to wake the thread up.
        scheduled.set(false);
        failAll(e);
      }
    }
  }

  private void failAll(Throwable cause) {
    for (Write write = waiting.poll(); write != null; write = waiting.poll()) {
      fail(write, cause);
    }
  }

  /** Ends the connection of this write only. */
  private static void fail(Write write, Throwable cause) {
    try {
      write.fail(cause);
    } catch (Throwable e) {
      LOG.log(Level.FINE, "The failure of a write could not be reported to its connection", e);
    }
  }
}
