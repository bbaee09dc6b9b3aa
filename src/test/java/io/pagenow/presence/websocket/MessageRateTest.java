package io.pagenow.presence.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.websocket.MessageRate.Verdict;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MessageRateTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final MessageRate rate = new MessageRate(20, 60, 0);

  @Test
  void aBurstIsAcceptedAndTheNextMessageIsRefused() {
    expect(Verdict.ACCEPT, 60, 0);
    expect(Verdict.REFUSE, 60, 0);
  }

  @Test
  void theBucketRefillsAtTheRate() {
    expect(Verdict.ACCEPT, 60, 0);
    expect(Verdict.ACCEPT, 20, SECOND);
    expect(Verdict.REFUSE, 1, SECOND);
    expect(Verdict.ACCEPT, 1, SECOND + SECOND / 20);
  }

  @Test
  void theBucketHoldsAtMostOneBurst() {
    expect(Verdict.ACCEPT, 60, 3_600 * SECOND);
    expect(Verdict.REFUSE, 1, 3_600 * SECOND);
  }

  @Test
  void aBurstOfRefusedMessagesClosesTheConnection() {
    expect(Verdict.ACCEPT, 60, 0);
    expect(Verdict.REFUSE, 60, 0);
    expect(Verdict.END, 1, 0);
  }

  @Test
  void refusalsAreResetWhenTheClientKeepsToTheRate() {
    expect(Verdict.ACCEPT, 60, 0);
    expect(Verdict.REFUSE, 60, 0);
    expect(Verdict.ACCEPT, 60, 3 * SECOND);
    expect(Verdict.REFUSE, 60, 3 * SECOND);
  }

  private void expect(Verdict verdict, int times, long now) {
    for (int i = 0; i < times; i++) {
      assertEquals(verdict, rate.next(now), "message " + i);
    }
  }
}
