package io.pagenow.presence.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pagenow.presence.websocket.UndertowSender.Write;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** What waits to be written by one I/O thread, which is woken up once for all of it. */
final class WriteQueue implements Runnable {

  /** So many in a turn, so that what arrives on the thread's sockets is read in between. */
  private static final int TURN = 256;

  private static final Map<Executor, WriteQueue> QUEUES = new ConcurrentHashMap<>();

  private final Executor thread;
  private final Queue<Write> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  // On the I/O thread alone. A message mostly goes to several sockets in a row.
  private String text = "";
  private byte[] encoded = {};

  private WriteQueue(Executor thread) {
    this.thread = thread;
  }

  /** The one of an I/O thread. */
  static WriteQueue of(Executor thread) {
    return QUEUES.computeIfAbsent(thread, WriteQueue::new);
  }

  /** Has the thread write soon. */
  void add(Write write) {
    waiting.add(write);
    schedule();
  }

  @Override
  public void run() {
    for (int i = 0; i < TURN; i++) {
      Write write = waiting.poll();
      if (write == null) {
        break;
      }
      write.start(ByteBuffer.wrap(encode(write.text())));
    }
    scheduled.set(false);
    if (!waiting.isEmpty()) {
      schedule();
    }
  }

  private void schedule() {
    if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
      try {
        thread.execute(this);
      } catch (RejectedExecutionException e) {
        // The server stops.
        scheduled.set(false);
        fail(e);
      }
    }
  }

  private void fail(RejectedExecutionException cause) {
    for (Write write = waiting.poll(); write != null; write = waiting.poll()) {
      write.done().accept(cause);
    }
  }

  @SuppressWarnings("ReferenceEquality") // To compare whole texts would cost what this saves.
  private byte[] encode(String next) {
    if (next != text) {
      encoded = next.getBytes(UTF_8);
      text = next;
    }
    return encoded;
  }
}
