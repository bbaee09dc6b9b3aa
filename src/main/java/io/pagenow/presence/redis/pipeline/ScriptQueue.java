package io.pagenow.presence.redis.pipeline;

import java.util.concurrent.DelayQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of one master with calls that wait for the next batch. Any thread adds partitions;
 * one thread takes them. A partition that pauses is returned when its pause is over.
 */
final class ScriptQueue {

  /** The maximum number of calls in a batch. */
  static final int BATCH = 256;

  /**
   * The minimum time between the starts of two batches. A round trip and its results wake half a
   * dozen threads, which costs more than the calls themselves. A call after a pause is sent at
   * once.
   */
  private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

  private static final long IDLE_MILLIS = 1_000;

  private final DelayQueue<PartitionCalls> partitions = new DelayQueue<>();
  private final LongSupplier nanoTime;
  private long lastStart;

  ScriptQueue(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lastStart = nanoTime.getAsLong() - PACE_NANOS;
  }

  /** Adds a partition that has calls. */
  void add(PartitionCalls partition) {
    partition.waitFromNow();
    partitions.add(partition);
  }

  /** Returns the number of waiting calls. */
  int size() {
    return partitions.stream().mapToInt(PartitionCalls::size).sum();
  }

  boolean isEmpty() {
    return partitions.isEmpty();
  }

  /** Waits up to a second for the first partition of the next batch. Null if there is none. */
  @Nullable PartitionCalls first() throws InterruptedException {
    return partitions.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Returns a further partition of the batch. Null if there is none. */
  @Nullable PartitionCalls next() {
    return partitions.poll();
  }

  /** Waits until the next batch is due, and starts it. */
  void awaitStart(PartitionCalls first) {
    long pause = nanosToNextBatch(first);
    if (pause > 0) {
      LockSupport.parkNanos(this, pause);
    }
    lastStart = nanoTime.getAsLong();
  }

  /** Returns the time until the next batch is due; at most 0 if it is due already. */
  long nanosToNextBatch(PartitionCalls first) {
    boolean full = first.size() + size() >= BATCH;
    return full ? 0 : lastStart + PACE_NANOS - nanoTime.getAsLong();
  }
}
