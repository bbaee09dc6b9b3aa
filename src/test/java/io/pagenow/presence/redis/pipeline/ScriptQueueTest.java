package io.pagenow.presence.redis.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

  @Test
  void theFirstBatchStartsAtOnce() {
    assertEquals(0, queue.nanosToNextBatch());
  }

  @Test
  void aBatchStartsThreeMillisecondsAfterTheLastOne() {
    startBatch();
    offer(1);

    assertEquals(PACE, queue.nanosToNextBatch());
    now += PACE - 1;
    assertEquals(1, queue.nanosToNextBatch());
    now += 1;
    assertEquals(0, queue.nanosToNextBatch());
  }

  @Test
  void aFullBatchStartsAtOnce() {
    startBatch();

    offer(ScriptQueue.BATCH - 1);
    assertEquals(PACE, queue.nanosToNextBatch());
    offer(1);
    assertEquals(0, queue.nanosToNextBatch());
  }

  @Test
  void aBatchHasAtMost256CallsInTheirOrder() throws InterruptedException {
    List<WaitingCall> calls = offer(ScriptQueue.BATCH + 1);

    assertEquals(calls.subList(0, 256), startBatch());
    assertEquals(calls.subList(256, 257), startBatch());
    assertTrue(queue.isEmpty());
    assertNull(queue.first());
  }

  @Test
  void theNumberOfWaitingCallsIsLimited() {
    offer(20_000);

    assertFalse(queue.offer(call()));
  }

  @Test
  void aCallIsLateAfterMoreThanASecond() {
    WaitingCall call = call();

    now += TimeUnit.SECONDS.toNanos(1);
    assertFalse(call.isLate(now));
    now += 1;
    assertTrue(call.isLate(now));
  }

  private List<WaitingCall> startBatch() {
    List<WaitingCall> batch = new ArrayList<>();
    queue.gather(batch);
    return batch;
  }

  private List<WaitingCall> offer(int number) {
    List<WaitingCall> calls = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      WaitingCall call = call();
      calls.add(call);
      assertTrue(queue.offer(call));
    }
    return calls;
  }

  private WaitingCall call() {
    return new WaitingCall(Script.TOUCH.call(), now);
  }
}
