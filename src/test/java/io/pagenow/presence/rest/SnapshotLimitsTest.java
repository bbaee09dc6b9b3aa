package io.pagenow.presence.rest;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.model.UserId;
import io.pagenow.presence.rest.SnapshotLimits.Permit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotLimitsTest {

  private static final UserId ANN = new UserId("ann");
  private static final UserId BEN = new UserId("ben");

  private final SnapshotLimits limits = new SnapshotLimits();

  @Test
  void aUserMayReadFourSnapshotsAtATimeAndMoreWhenOneEnds() {
    List<Permit> permits = new ArrayList<>();
    for (int i = 0; i < SnapshotLimits.SNAPSHOTS_OF_A_USER; i++) {
      permits.add(limits.enter(ANN).orElseThrow());
    }
    assertTrue(limits.enter(ANN).isEmpty());
    assertTrue(limits.enter(BEN).isPresent());

    permits.get(0).close();
    permits.get(0).close();
    assertTrue(limits.enter(ANN).isPresent());
    assertTrue(limits.enter(ANN).isEmpty(), "a permit is released only once");
  }

  @Test
  void unreadResponsesAreLimitedInBytes() {
    byte[] half = new byte[SnapshotLimits.UNREAD_BYTES / 2];
    Permit first = limits.enter(ANN).orElseThrow();
    Permit second = limits.enter(BEN).orElseThrow();
    assertTrue(first.holds(half));
    assertTrue(second.holds(half));
    Permit third = limits.enter(ANN).orElseThrow();
    assertFalse(third.holds(new byte[1]));
    third.close();

    first.close();
    assertTrue(limits.enter(ANN).orElseThrow().holds(half));
  }
}
