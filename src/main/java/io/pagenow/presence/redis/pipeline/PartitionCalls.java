package io.pagenow.presence.redis.pipeline;

import io.pagenow.presence.concurrent.Outage;
import io.pagenow.presence.redis.connection.RedisClock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * The calls of one partition that wait, in their order. Any thread adds calls.
 *
 * <p>At most one pipeline has the partition. It takes calls and waits for their results before it
 * gives the partition back. So the calls keep their order if the partition moves to another master,
 * and with it to another pipeline.
 */
final class PartitionCalls implements Delayed {

  private static final int MAX_WAITING = 20_000;

  private final int number;
  private final List<String> keys;
  private final LongSupplier nanoTime;
  private final Outage outage = new Outage("Redis");
  private final BlockingQueue<WaitingCall> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicBoolean taken = new AtomicBoolean();
  private volatile RedisClock clock;

  // Used only by the pipeline that has the partition.
  private final Deque<WaitingCall> repeated = new ArrayDeque<>();
  private long due;

  /**
   * @param number the partition, counted from 0
   * @param clock the clock of its Redis, until a pipeline has the partition
   */
  PartitionCalls(int number, List<String> keys, RedisClock clock, LongSupplier nanoTime) {
    this.number = number;
    this.keys = keys;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.due = nanoTime.getAsLong();
  }

  int number() {
    return number;
  }

  List<String> keys() {
    return keys;
  }

  Outage outage() {
    return outage;
  }

  /** Returns the clock of the Redis that ran the last calls. */
  RedisClock clock() {
    return clock;
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

  /** Takes the partition for a pipeline. Returns false if one has it already. */
  boolean take() {
    return taken.compareAndSet(false, true);
  }

  /** Gives the partition back: any pipeline may take it now. */
  void giveBack() {
    taken.set(false);
  }

  /** Sets the clock, when the partition comes to a pipeline. */
  void follow(RedisClock other) {
    clock = other;
  }

  /** Lets the pipeline take no calls before a moment, in the time of {@link System#nanoTime()}. */
  void pauseUntil(long moment) {
    due = moment;
  }

  /** Puts the partition behind those that wait already, unless it pauses. */
  void waitFromNow() {
    long now = nanoTime.getAsLong();
    due = due - now < 0 ? now : due;
  }

  /** Moves calls to a batch until it has a number of calls. */
  void drainTo(List<WaitingCall> batch, int most) {
    while (batch.size() < most && !repeated.isEmpty()) {
      batch.add(repeated.remove());
    }
    waiting.drainTo(batch, most - batch.size());
  }

  /** Puts a call back, before the waiting calls. Repeat several calls in reverse order. */
  void repeat(WaitingCall call) {
    repeated.addFirst(call);
  }

  boolean hasRepeated() {
    return !repeated.isEmpty();
  }

  /** Fails the waiting calls, when no pipeline will run them. */
  void fail(Throwable cause) {
    waiting.forEach(call -> call.fail(cause));
  }

  @Override
  public long getDelay(TimeUnit unit) {
    return unit.convert(due - nanoTime.getAsLong(), TimeUnit.NANOSECONDS);
  }

  @Override
  public int compareTo(Delayed other) {
    return Long.signum(due - ((PartitionCalls) other).due);
  }
}
