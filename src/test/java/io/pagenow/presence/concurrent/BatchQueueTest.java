package io.pagenow.presence.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When batches start, by a clock that the test sets. */
class BatchQueueTest {

  private static final int SIZE = 4;
  private static final int DROPPED = -1;
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  // Not zero, because System.nanoTime() has any value.
  private long now = Long.MAX_VALUE - 1_000_000;
  private final BatchQueue<Integer> queue =
      new BatchQueue<>(SIZE, 2, item -> item != DROPPED, () -> now);

  @Test
  void theFirstItemStartsARunAndTheNextOnesWaitForIt() {
    add(1);
    assertTrue(queue.startsRun());

    add(2);
    assertFalse(queue.startsRun());

    assertEquals(List.of(1, 2), queue.take());
  }

  @Test
  void aRunEndsWhenNoItemIsLeft() {
    add(1);
    assertTrue(queue.startsRun());
    assertEquals(List.of(1), queue.take());
    assertEquals(List.of(), queue.take());

    add(2);
    assertTrue(queue.startsRun());
  }

  @Test
  void anAbortedRunDoesNotPreventTheNextOne() {
    add(1);
    assertTrue(queue.startsRun());

    queue.abort();

    assertTrue(queue.startsRun());
  }

  @Test
  void anotherRunStartsWhenTheLastBatchTakesMoreThanTwentyMilliseconds() {
    startBatchOf(1);
    add(1);

    advance(Duration.ofMillis(20));
    assertFalse(queue.startsRun());
    advance(Duration.ofNanos(1));
    assertTrue(queue.startsRun());
  }

  @Test
  void anotherRunStartsWhenTheNextBatchIsFull() {
    startBatchOf(1);

    add(1, 2, 3);
    assertFalse(queue.startsRun());
    add(4);
    assertTrue(queue.startsRun());
  }

  @Test
  void theNumberOfRunsIsLimited() {
    startBatchOf(1);
    advance(BatchQueue.SLOW.plus(MILLISECOND));
    assertTrue(queue.startsRun());

    advance(BatchQueue.SLOW.plus(MILLISECOND));
    add(1, 2, 3, 4);

    assertFalse(queue.startsRun());
  }

  @Test
  void underLoadABatchStartsOneMillisecondAfterTheLastOne() {
    startBatchOf(2);
    add(1);

    assertEquals(MILLISECOND.toNanos(), queue.nanosToNextBatch());
    advance(Duration.ofNanos(400_000));
    assertEquals(600_000, queue.nanosToNextBatch());
    advance(Duration.ofNanos(600_000));
    assertEquals(0, queue.nanosToNextBatch());
  }

  @Test
  void aBatchStartsAtOnceIfTheLastOneWasASingleItemOrIfItIsFull() {
    startBatchOf(1);
    add(1, 2, 3);
    assertEquals(0, queue.nanosToNextBatch());

    assertEquals(List.of(1, 2, 3), queue.take());
    add(4, 5, 6, 7);
    assertEquals(0, queue.nanosToNextBatch());
  }

  @Test
  void unwantedItemsDoNotFillABatch() {
    add(1, DROPPED, 2, 3, DROPPED, 4, 5);

    assertEquals(List.of(1, 2, 3, 4), queue.take());
    assertEquals(List.of(5), queue.take());
  }

  @Test
  void theNumberOfWaitingItemsIsLimited() {
    IntStream.range(0, 1_000).forEach(this::add);

    assertFalse(queue.offer(1_000));
    assertEquals(List.of(0, 1, 2, 3), queue.take());
    assertTrue(queue.offer(1_000));
  }

  private void startBatchOf(int items) {
    IntStream.range(0, items).forEach(this::add);
    assertTrue(queue.startsRun());
    assertEquals(items, queue.take().size());
  }

  private void add(int... items) {
    for (int item : items) {
      assertTrue(queue.offer(item));
    }
  }

  private void advance(Duration time) {
    now += TimeUnit.NANOSECONDS.convert(time);
  }
}
