package io.pagenow.presence.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dead nodes, and nodes whose lease expires although they live. */
abstract class LeaseContract {

  private static final UserId ANN = new UserId("ann");
  private static final UserId BEN = new UserId("ben");
  private static final Page PAGE = Pages.of("https://example.com/", "Example");
  private static final Duration ROUND = Duration.ofSeconds(3);

  private Stores stores;
  private TestNode here;
  private TestNode there;

  @BeforeEach
  void start(Stores stores) throws SQLException {
    this.stores = stores;
    here = new TestNode(stores);
    there = new TestNode(stores);
    stores.people().add(ANN, BEN);
    stores.people().befriend(ANN, BEN);
  }

  @AfterEach
  void stop() {
    there.close();
    here.close();
  }

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
  void aLivingNodeWhoseLeaseExpiredRestoresItsConnections() {
    RecordingConnection ben = here.connect(BEN);
    RecordingConnection ann = there.connect(ANN);
    there.renewLease();
    update(there, ann, PAGE);
    update(there, ann, Page.NONE);
    expireLease(there);
    runEightRounds(here);
    await().until(() -> ben.sent().size() == 3);

    there.renewLease();

    await().until(() -> ben.sent().size() == 4);
    assertEquals(ben.sent().get(1), ben.sent().get(3));
    assertEquals(ann.id().toString(), stores.hash("presence_user_connection").get("ann"));
    assertEquals("{\"url\":\"\",\"title\":\"\"}", stores.hash("page").get("ann"));
    assertEquals(
        "{\"url\":\"https://example.com/\",\"title\":\"Example\"}",
        stores.hash("latest_page").get("ann"));
  }

  @Test
  void nodesRestoreStateThatRedisLostAndFriendsReceiveNothing() {
    RecordingConnection ben = here.connect(BEN);
    RecordingConnection ann = there.connect(ANN);
    RecordingConnection annHere = here.connect(ANN);
    here.renewLease();
    there.renewLease();
    update(there, ann, PAGE);
    await().until(() -> ben.sent().size() == 1);
    stores.flush();

    here.renewLease();
    there.renewLease();

    assertEquals(1, ben.sent().size());
    assertEquals(3, stores.hash("presence_connection_user").size());
    assertEquals(2, here.store().connectionsOf(ANN).toCompletableFuture().join());
    assertEquals(
        "{\"url\":\"https://example.com/\",\"title\":\"Example\"}", stores.hash("page").get("ann"));
    here.presence().close(annHere, PresenceStore.Departure.CLOSED);
    there.presence().close(ann, PresenceStore.Departure.CLOSED);
    await().until(() -> ben.sent().size() == 2);
  }

  @Test
  void aConnectionThatClosesWhileItIsRestoredLeavesNoKey() {
    RecordingConnection ann = here.connect(ANN);
    here.renewLease();
    stores.flush();

    // Closes the connection just before it is recorded, which random timing would rarely do.
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    ann.beforeIdIsRead(
        () ->
            closed.completeAsync(
                () -> {
                  here.presence().close(ann, PresenceStore.Departure.CLOSED);
                  return true;
                }));
    here.renewLease();
    closed.join();

    assertEquals(0, here.hub().size());
    await().until(() -> stores.hash("presence_connection_user").isEmpty());
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
  void aFailedRecoveryIsRetried() {
    RecordingConnection ann = here.connect(ANN);
    here.renewLease();
    stores.flush();
    here.lease().renew();

    ann.beforeIdIsRead(
        () -> {
          throw new OutOfMemoryError("by a test");
        });
    assertThrows(OutOfMemoryError.class, () -> here.recovery().run());
    assertEquals(Map.of(), stores.hash("presence_connection_user"));
    here.lease().renew();
    here.recovery().run();

    assertEquals(1, stores.hash("presence_connection_user").size());
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

  /** Expires the lease of a node. */
  private void expireLease(TestNode node) {
    stores.score("presence:nodes", node.hub().node().value(), 1);
  }

  private static void runEightRounds(TestNode node) {
    for (int round = 0; round < 8; round++) {
      node.renewLease();
      node.steadySweep().reapDeadNodes();
      node.advance(ROUND);
    }
  }

  private static void update(TestNode node, RecordingConnection connection, Page page) {
    node.presence().update(connection, page).toCompletableFuture().join();
  }
}
