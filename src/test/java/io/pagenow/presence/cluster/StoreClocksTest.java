package io.pagenow.presence.cluster;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StoreClocksTest {

  private static final long EPOCH = 1_700_000_000_000L;

  private final StoreClocks clocks = new StoreClocks();

  @Test
  void clocksThatAdvanceLikeThisNodesDoNotJump() {
    assertFalse(jump(0, 10, 5));
    assertFalse(jump(2_000, 2_010, 2_900));
    assertFalse(jump(4_000, 4_010, 4_005));
  }

  @Test
  void aClockThatIsSetForwardHasJumpedOnce() {
    assertFalse(jump(0, 10, 5));
    assertTrue(jump(2_000, 2_010, 5_000));
    assertFalse(jump(4_000, 4_010, 7_000));
  }

  @Test
  void aClockThatIsSetBackHasJumped() {
    assertFalse(jump(0, 10, 5));
    assertTrue(jump(2_000, 2_010, -5_000));
  }

  @Test
  void aLongRoundTripIsNotAJump() {
    assertFalse(jump(0, 10, 5));
    assertFalse(jump(2_000, 9_000, 8_999));
    assertFalse(jump(11_000, 11_010, 11_005));
  }

  @Test
  void oneClockOfManyThatJumpsIsDetected() {
    assertFalse(clocks.haveJumped(List.of(EPOCH, EPOCH + 60_000), 0, nanos(10)));
    assertTrue(
        clocks.haveJumped(List.of(EPOCH + 2_000, EPOCH + 65_000), nanos(2_000), nanos(2_010)));
  }

  private boolean jump(long sentMillis, long receivedMillis, long clockMillis) {
    return clocks.haveJumped(
        List.of(EPOCH + clockMillis), nanos(sentMillis), nanos(receivedMillis));
  }

  private static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
