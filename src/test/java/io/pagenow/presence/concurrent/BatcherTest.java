package io.pagenow.presence.concurrent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.model.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatcherTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final int SIZE = 8;

  /** A call that does not return until {@link #release} is counted down. */
  private static final int HANGS = -1;

  private static final int FAILS = -2;
  private static final int OUT_OF_MEMORY = -3;

  private final List<List<Integer>> batches = new CopyOnWriteArrayList<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private Batcher<Integer, Integer> squares = batcher(1, LONG);

  private Batcher<Integer, Integer> batcher(int atOnce, Duration patience) {
    return new Batcher<>(
        new Outage("The calculator"),
        new Batcher.Limits(SIZE, atOnce, patience),
        Thread::new,
        this::squares);
  }

  private List<Integer> squares(List<Integer> numbers) throws InterruptedException {
    batches.add(numbers);
    if (numbers.contains(HANGS)) {
      release.await();
    }
    if (numbers.contains(FAILS)) {
      throw new IllegalStateException("Not today");
    }
    if (numbers.contains(OUT_OF_MEMORY)) {
      throw new OutOfMemoryError("by a test");
    }
    return numbers.stream().map(number -> number * number).toList();
  }

  @AfterEach
  void stop() {
    release.countDown();
    squares.close();
  }

  @Test
  void aSingleCallIsABatchOfItsOwn() {
    assertEquals(49, squares.ask(7).get());
    assertEquals(64, squares.ask(8).get());

    assertEquals(List.of(List.of(7), List.of(8)), batches);
  }

  @Test
  void concurrentCallsShareABatchAndEachReceivesItsOwnResult() {
    hang();
    List<Supplier<Integer>> answers =
        IntStream.rangeClosed(1, SIZE + 2).mapToObj(squares::ask).toList();
    release.countDown();

    List<Integer> got = answers.stream().map(Supplier::get).toList();

    assertEquals(List.of(1, 4, 9, 16, 25, 36, 49, 64, 81, 100), got);
    assertEquals(List.of(List.of(HANGS), List.of(1, 2, 3, 4, 5, 6, 7, 8), List.of(9, 10)), batches);
  }

  @Test
  void aFailureAffectsItsBatchOnly() {
    hang();
    Supplier<Integer> failing = squares.ask(FAILS);
    Supplier<Integer> beside = squares.ask(2);
    release.countDown();

    UnavailableException failure = assertThrows(UnavailableException.class, failing::get);
    assertEquals("The calculator is not available", failure.detail());
    assertThrows(UnavailableException.class, beside::get);
    assertEquals(9, squares.ask(3).get());
  }

  @Test
  void aBatchThatHangsDoesNotDelayTheNextCall() {
    squares = batcher(2, LONG);
    hang();

    assertEquals(9, squares.ask(3).get());
  }

  @Test
  void aCallTimesOutAndIsNotExecutedAfterwards() {
    squares = batcher(1, Duration.ofMillis(50));
    hang();
    Supplier<Integer> late = squares.ask(3);

    assertThrows(UnavailableException.class, late::get);
    release.countDown();
    await().until(() -> squares.ask(4).get() == 16);

    assertTrue(batches.stream().noneMatch(batch -> batch.contains(3)));
  }

  @Test
  void anErrorAffectsItsBatchOnlyAndTheNextOneStarts() {
    assertThrows(UnavailableException.class, squares.ask(OUT_OF_MEMORY)::get);

    assertEquals(9, squares.ask(3).get());
  }

  @Test
  void theBatcherContinuesIfAThreadCannotBeStarted() {
    AtomicInteger threads = new AtomicInteger();
    squares.close();
    squares =
        new Batcher<>(
            new Outage("The calculator"),
            new Batcher.Limits(SIZE, 1, LONG),
            work -> {
              if (threads.incrementAndGet() == 1) {
                throw new OutOfMemoryError("by a test: unable to create native thread");
              }
              return new Thread(work);
            },
            this::squares);

    assertThrows(UnavailableException.class, () -> squares.ask(2));

    assertEquals(9, squares.ask(3).get());
  }

  @Test
  void theNumberOfWaitingCallsIsLimited() {
    hang();

    assertThrows(
        UnavailableException.class, () -> IntStream.range(0, 10_000).forEach(squares::ask));
    assertEquals(List.of(List.of(HANGS)), batches, "refused at once");
  }

  @Test
  void callsFailAfterTheBatcherIsClosed() {
    squares.close();

    assertThrows(UnavailableException.class, () -> squares.ask(1));
  }

  /** Starts a batch that hangs. */
  private void hang() {
    squares.ask(HANGS);
    await().until(() -> !batches.isEmpty());
  }
}
