package io.pagenow.presence.redis.pipeline;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one partition that wait for the next batch, in their order. Any thread adds calls;
 * one thread takes them.
 */
final class ScriptQueue {

  /** The maximum number of calls in a batch. */
  static final int BATCH = 256;

  private static final int MAX_WAITING = 20_000;

  /**
   * The minimum time between the starts of two batches. A round trip and its results wake half a
   * dozen threads, which costs more than the calls themselves. A call after a pause is sent at
   * once.
   */
  private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

  private static final long IDLE_MILLIS = 1_000;

  private final BlockingQueue<WaitingCall> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final LongSupplier nanoTime;
  private long lastStart;

  ScriptQueue(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lastStart = nanoTime.getAsLong() - PACE_NANOS;
  }

  /** Adds a call. Returns false if too many are waiting. */
  boolean offer(WaitingCall call) {
    return waiting.offer(call);
  }

  int size() {
    return waiting.size();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Waits up to a second for the first call of the next batch. Returns null if there is none. */
  @Nullable WaitingCall first() throws InterruptedException {
    return waiting.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Waits until the next batch is due, then moves the waiting calls to it. */
  void gather(List<WaitingCall> batch) {
    long pause = nanosToNextBatch();
    if (pause > 0) {
      LockSupport.parkNanos(this, pause);
    }
    lastStart = nanoTime.getAsLong();
    waiting.drainTo(batch, BATCH - batch.size());
  }

  /** Returns the time until the next batch is due; at most 0 if it is due already. */
  long nanosToNextBatch() {
    boolean full = waiting.size() >= BATCH;
    return full ? 0 : lastStart + PACE_NANOS - nanoTime.getAsLong();
  }

  void forEach(Consumer<WaitingCall> action) {
    waiting.forEach(action);
  }
}
