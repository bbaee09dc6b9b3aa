package io.pagenow.presence.redis.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.redis.connection.RedisClock;
import io.pagenow.presence.redis.script.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When batches of calls start, by a clock that the test sets. */
class ScriptQueueTest {

  private static final long PACE = TimeUnit.MILLISECONDS.toNanos(3);

  // Not zero, because System.nanoTime() has any value.
  private long now = Long.MAX_VALUE - 1_000_000;
  private final ScriptQueue queue = new ScriptQueue(() -> now);
  private final PartitionCalls first = partition(0);
  private final PartitionCalls second = partition(1);

  @Test
  void theFirstBatchStartsAtOnce() {
    assertEquals(0, queue.nanosToNextBatch(first));
  }

  @Test
  void aBatchStartsThreeMillisecondsAfterTheLastOne() {
    startBatch();
    offer(1);

    assertEquals(PACE, queue.nanosToNextBatch(first));
    now += PACE - 1;
    assertEquals(1, queue.nanosToNextBatch(first));
    now += 1;
    assertEquals(0, queue.nanosToNextBatch(first));
  }

  @Test
  void aFullBatchStartsAtOnce() {
    startBatch();

    offer(ScriptQueue.BATCH - 1);
    assertEquals(PACE, queue.nanosToNextBatch(first));
    assertTrue(second.offer(call()));
    queue.add(second);
    assertEquals(0, queue.nanosToNextBatch(first));
    assertEquals(1, queue.size(), "of partitions that are not in the batch yet");
  }

  @Test
  void aBatchHasAtMost256CallsInTheirOrder() {
    List<WaitingCall> calls = offer(ScriptQueue.BATCH + 1);

    assertEquals(calls.subList(0, 256), startBatch());
    assertEquals(calls.subList(256, 257), startBatch());
    assertTrue(first.isEmpty());
  }

  @Test
  void repeatedCallsComeBeforeTheOthersInTheirOrder() {
    List<WaitingCall> calls = offer(4);
    List<WaitingCall> batch = new ArrayList<>();
    first.drainTo(batch, 3);

    first.repeat(batch.get(2));
    first.repeat(batch.get(1));

    assertEquals(calls.subList(1, 4), startBatch());
    assertFalse(first.hasRepeated());
  }

  @Test
  void aPartitionThatPausesDoesNotDelayTheOthers() throws InterruptedException {
    first.pauseUntil(now + 1);
    queue.add(first);
    queue.add(second);

    assertSame(second, queue.first());
    assertNull(queue.next());
    now += 1;
    assertSame(first, queue.next());
    assertTrue(queue.isEmpty());
  }

  @Test
  void aPartitionWithMoreCallsThanABatchWaitsForTheOthers() throws InterruptedException {
    queue.add(first);
    assertSame(first, queue.first());
    now += 1;
    queue.add(second);
    now += 1;
    queue.add(first);

    assertSame(second, queue.first());
    assertSame(first, queue.first());
  }

  @Test
  void anEmptyQueueHasNoFirstPartition() throws InterruptedException {
    assertNull(queue.first());
  }

  @Test
  void onePipelineHasAPartition() {
    assertTrue(first.take());
    assertFalse(first.take());
    first.giveBack();
    assertTrue(first.take());
  }

  @Test
  void theNumberOfWaitingCallsIsLimited() {
    offer(20_000);

    assertFalse(first.offer(call()));
  }

  @Test
  void aCallIsLateAfterMoreThanASecond() {
    WaitingCall call = call();

    now += TimeUnit.SECONDS.toNanos(1);
    assertFalse(call.hasFailed(now));
    now += 1;
    assertTrue(call.hasFailed(now));
  }

  private List<WaitingCall> startBatch() {
    List<WaitingCall> batch = new ArrayList<>();
    queue.awaitStart(first);
    first.drainTo(batch, ScriptQueue.BATCH);
    return batch;
  }

  private List<WaitingCall> offer(int number) {
    List<WaitingCall> calls = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      WaitingCall call = call();
      calls.add(call);
      assertTrue(first.offer(call));
    }
    return calls;
  }

  private WaitingCall call() {
    return new WaitingCall(first, Script.TOUCH.call(), now);
  }

  private PartitionCalls partition(int number) {
    return new PartitionCalls(number, List.of(), new RedisClock(), () -> now);
  }
}
