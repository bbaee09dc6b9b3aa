package io.pagenow.presence.wildfly;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The messages that wait for one I/O thread, which is woken up once for all of them. Thread-safe.
 */
final class WriteQueue implements Runnable {

  /** A message for one socket. */
  interface Write {

    String text();

    /** Hands the message to the socket, on its I/O thread. */
    void start(ByteBuffer encoded);

    /** Reports that the message is not sent. */
    void fail(Throwable failure);
  }

  private static final Logger LOG = Logger.getLogger(WriteQueue.class.getName());

  /** The maximum number of messages in a turn, so that the thread also reads from its sockets. */
  private static final int TURN = 256;

  private static final Map<Executor, WriteQueue> QUEUES = new ConcurrentHashMap<>();

  private final Executor thread;
  private final Queue<Write> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  // Used on the I/O thread only. A message usually goes to several sockets in a row.
  private String text = "";
  private byte[] encoded = {};

  WriteQueue(Executor thread) {
    this.thread = thread;
  }

  /** Returns the queue of an I/O thread. */
  static WriteQueue of(Executor thread) {
    return QUEUES.computeIfAbsent(thread, WriteQueue::new);
  }

  /** Adds a message and wakes the I/O thread up if necessary. */
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
      write.start(ByteBuffer.wrap(encode(write.text())));
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

  @SuppressWarnings("ReferenceEquality") // Comparing whole texts would cost what this saves.
  private byte[] encode(String next) {
    if (next != text) {
      encoded = next.getBytes(UTF_8);
      text = next;
    }
    return encoded;
  }
}
