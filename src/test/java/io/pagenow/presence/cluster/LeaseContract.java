package io.pagenow.presence.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.testing.TwoNodes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Dead nodes, and the leases of nodes that live. */
abstract class LeaseContract extends TwoNodes {

  @Test
  void usersOfADeadNodeGoOfflineAndLeaveNoKey() {
    RecordingConnection ben = here.connect(BEN);
    for (int i = 0; i < 3; i++) {
      update(there, there.connect(ANN), PAGE);
    }
    await().until(() -> ben.sent().size() == 3);
    expireLease(there);

    runEightRounds(here);

    await().until(() -> ben.sent().size() == 4);
    assertTrue(ben.sent().get(3).contains("presence-timeout"), ben.sent().get(3));
    assertEquals(Set.of("ben"), stores.hash("presence_user_connection").keySet());
    assertEquals(1, stores.hash("presence_connection_user").size());
    assertEquals(Set.of("ben"), stores.members("status"));
    assertEquals(Map.of(), stores.hash("page"));
    assertEquals(Set.of(here.hub().node().value()), stores.members("presence:nodes"));
    assertEquals(Map.of(), stores.hash("presence:connections"));
    assertEquals(Set.of(), stores.members("presence:claims"));
    assertEquals(1, here.reapedNodes(), "once, whatever the number of partitions");
  }

  @Test
  void friendsReceiveNothingIfTheUserOfADeadNodeHasReconnectedElsewhere() {
    RecordingConnection ben = here.connect(BEN);
    RecordingConnection ann = there.connect(ANN);
    update(there, ann, PAGE);
    await().until(() -> ben.sent().size() == 1);
    expireLease(there);
    RecordingConnection again = here.connect(ANN);

    runEightRounds(here);
    update(here, again, PAGE);

    assertEquals(2, ben.sent().size(), ben.sent().toString());
    assertEquals(
        Map.of("ann", again.id().toString(), "ben", ben.id().toString()),
        stores.hash("presence_user_connection"));
  }

  @Test
  void thousandsOfConnectionsOfADeadNodeAreReapedInBatches() {
    there.recordConnections(3_000);
    assertEquals(3_000, stores.hash("presence_connection_user").size());
    expireLease(there);

    runEightRounds(here);

    assertEquals(0, stores.hash("presence_connection_user").size());
    assertEquals(0, stores.hash("presence_user_connection").size());
    assertEquals(Set.of(), stores.members("presence:claims"));
  }

  @Test
  void noNodeIsReapedRightAfterAStoreOutage() {
    there.connect(ANN);
    here.renewLease();
    expireLease(there);
    here.advance(Leases.LEASE);
    here.renewLease();
    here.advance(ROUND);
    here.renewLease();
    here.steadySweep().reapDeadNodes();
    assertTrue(here.lease().isRecovering());
    assertEquals(1, stores.hash("presence_connection_user").size());

    runEightRounds(here);
    assertEquals(0, stores.hash("presence_connection_user").size());
    assertTrue(
        here.lease().isRecovering(),
        "recovery waits for the heartbeats, which clients send every minute");
    for (int i = 0; i < 4; i++) {
      runEightRounds(here);
    }
    assertFalse(here.lease().isRecovering());
  }

  @Test
  void noNodeIsReapedRightAfterTheClockOfTheStoreJumps() {
    there.connect(ANN);
    runEightRounds(here);
    assertFalse(here.lease().isRecovering());
    expireLease(there);

    here.setStoreClock(Leases.LEASE.multipliedBy(2));
    here.steadySweep().reapDeadNodes();

    assertTrue(here.lease().isRecovering());
    assertEquals(1, stores.hash("presence_connection_user").size());
    runEightRounds(here);
    assertEquals(0, stores.hash("presence_connection_user").size());
  }

  @Test
  void anEndedLeaseIsNotRenewedUntilTheNodeResumes() {
    here.connect(ANN);
    here.node().drain();
    String node = here.hub().node().value();

    here.renewLease();
    here.steadySweep().reapDeadNodes();
    assertFalse(stores.members("presence:nodes").contains(node));

    here.node().resume();
    here.renewLease();
    assertTrue(stores.members("presence:nodes").contains(node));
    here.connect(BEN);
    update(there, there.connect(ANN), PAGE);
    await().until(() -> here.latestEvents().shown(ANN) > 0);
  }

  @Test
  void anUnrenewedLeaseIsReportedUnlessTheStoreIsUnavailable() {
    here.lease().renew();
    here.advance(Leases.LEASE.minusSeconds(5));
    assertEquals(Optional.empty(), here.lease().trouble());
    here.advance(Duration.ofSeconds(10));
    assertEquals(Optional.of("not renewed for 20 s"), here.lease().trouble());

    here.beforeRenewals(
        () -> {
          throw new UnavailableException("Redis");
        });
    assertThrows(UnavailableException.class, () -> here.lease().renew());
    assertEquals(Optional.empty(), here.lease().trouble());

    here.beforeRenewals(
        () -> {
          throw new OutOfMemoryError("by a test");
        });
    here.advance(Leases.LEASE);
    assertThrows(OutOfMemoryError.class, () -> here.lease().renew());
    assertTrue(here.lease().trouble().isPresent());

    here.beforeRenewals(() -> {});
    here.lease().renew();
    assertEquals(Optional.empty(), here.lease().trouble());
  }
}
