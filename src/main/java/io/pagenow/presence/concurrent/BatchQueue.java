package io.pagenow.presence.concurrent;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The items that wait for the next batch, and the decision when a batch starts. A <em>run</em>
 * takes one batch after the other until none are left. Thread-safe.
 */
final class BatchQueue<T> {

  /** The time after which the next batch does not wait for the running batch any longer. */
  static final Duration SLOW = Duration.ofMillis(20);

  /**
   * The minimum time between batches under load: few large batches cost less than many small ones.
   */
  private static final Duration PACE = Duration.ofMillis(1);

  private static final int MAX_WAITING = 1_000;

  private final int size;
  private final int maxRuns;
  private final Predicate<T> isWanted;
  private final LongSupplier nanoTime;

  // Guarded by this: the next five fields.
  private final Deque<T> waiting = new ArrayDeque<>();
  private int runs;
  private long progressed;
  private long lastStart;
  private int lastSize;

  /**
   * @param size the maximum number of items in a batch
   * @param maxRuns the maximum number of concurrent runs
   * @param isWanted decides when a batch is taken; the other items are dropped
   * @param nanoTime the clock of this node, in the time of {@link System#nanoTime()}
   */
  BatchQueue(int size, int maxRuns, Predicate<T> isWanted, LongSupplier nanoTime) {
    this.size = size;
    this.maxRuns = maxRuns;
    this.isWanted = isWanted;
    this.nanoTime = nanoTime;
  }

  /** Adds an item. Returns false if too many are waiting. */
  synchronized boolean offer(T item) {
    return waiting.size() < MAX_WAITING && waiting.offer(item);
  }

  /**
   * Returns whether the caller must start a run now: there is none, the last batch is slow, or the
   * next one is full. The new run counts until {@link #take} returns an empty batch, or {@link
   * #abort}.
   */
  synchronized boolean startsRun() {
    long now = nanoTime.getAsLong();
    boolean slow = now - progressed > SLOW.toNanos();
    boolean due = runs == 0 || (runs < maxRuns && (slow || waiting.size() >= size));
    if (due) {
      runs++;
      progressed = now; // Its thread takes the batch a little later.
    }
    return due;
  }

  /** Ends a run that could not start, or that failed. */
  synchronized void abort() {
    runs--;
  }

  /** Returns the time until a run may take the next batch; at most 0 if it may do so now. */
  synchronized long nanosToNextBatch() {
    boolean busy = lastSize > 1 && waiting.size() < size;
    return busy ? lastStart + PACE.toNanos() - nanoTime.getAsLong() : 0;
  }

  /** Returns the next batch. If no item waits, returns an empty batch, which ends the run. */
  synchronized List<T> take() {
    List<T> batch = new ArrayList<>();
    while (batch.size() < size && !waiting.isEmpty()) {
      T item = waiting.remove();
      if (isWanted.test(item)) {
        batch.add(item);
      }
    }
    if (batch.isEmpty()) {
      runs--;
    } else {
      progressed = nanoTime.getAsLong();
      lastStart = progressed;
      lastSize = batch.size();
    }
    return batch;
  }
}
