package io.pagenow.presence.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LedgerTest {

  private static final long MILLISECOND = 1_000_000;

  private final Graph graph = Graph.random(10, 4, 1);
  private final Ledger ledger = new Ledger(graph);
  private final int friend = graph.friendsOf(0)[0];

  @Test
  void whatReachesAllFriendsAndTheSenderOnceIsFaultless() {
    ledger.begin(1, 0);
    long update = ledger.next(0);
    ledger.arrived(0, 0, update, MILLISECOND);
    for (int receiver : graph.friendsOf(0)) {
      ledger.arrived(receiver, 0, update, 3 * MILLISECOND);
    }
    assertTrue(ledger.deliveries().areFaultless());
    assertTrue(ledger.isComplete());
    assertEquals(3, ledger.deliveries().latency().max(), 0.01);
  }

  @Test
  void missingDeliveryIsNoticed() {
    ledger.begin(1, 0);
    ledger.arrived(friend, 0, ledger.next(0), MILLISECOND);
    assertEquals(5, ledger.deliveries().expected());
    assertFalse(ledger.isComplete());
    assertEquals(1, ledger.deliveries().received());
    assertFalse(ledger.deliveries().areFaultless());
  }

  @Test
  void deliveryThatComesTwiceIsCountedAsDuplicate() {
    ledger.begin(1, 0);
    long update = ledger.next(0);
    ledger.arrived(friend, 0, update, MILLISECOND);
    ledger.arrived(friend, 0, update, MILLISECOND);
    assertEquals(1, ledger.deliveries().received());
    assertEquals(1, ledger.deliveries().duplicates());
  }

  @Test
  void deliveryAfterALaterOneOfTheSameUserIsOutOfOrder() {
    ledger.begin(2, 0);
    long first = ledger.next(0);
    long second = ledger.next(0);
    ledger.arrived(friend, 0, second, MILLISECOND);
    ledger.arrived(friend, 0, first, MILLISECOND);
    assertEquals(1, ledger.deliveries().outOfOrder());
  }

  @Test
  void latencyRunsFromWhenAnUpdateWasDue() {
    ledger.begin(2, 1);
    ledger.arrived(friend, 0, ledger.next(0), 500 * MILLISECOND);
    ledger.arrived(friend, 0, ledger.next(10 * MILLISECOND), 12 * MILLISECOND);
    assertEquals(2, ledger.deliveries().latency().max(), 0.01, "without the ramp");
  }
}
