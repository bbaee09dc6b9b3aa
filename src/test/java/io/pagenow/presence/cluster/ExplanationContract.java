package io.pagenow.presence.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.explanation.Explanation;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.testing.TestNode;
import io.pagenow.presence.testing.Transitions;
import io.pagenow.presence.testing.TwoNodes;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** For each fault, the explanation on another node names the true cause. */
abstract class ExplanationContract extends TwoNodes {

  private static final Page BANK = Pages.of("https://login.bank.test/account", "Account");
  private static final long SILENCE = Duration.ofMinutes(1).toNanos();

  @Test
  void aDeadNode() {
    RecordingConnection ann = there.connect(ANN);
    update(there, ann, PAGE);
    expireLease(there);
    runEightRounds(here);

    assertEquals(List.of("offline node-dead", "closed node-dead", "opened handshake"), causes());
    assertFalse(explanation().online());
    assertEquals(List.of(), explanation().connections());
  }

  @Test
  void aDeadNodeWhoseUserHasAnotherConnection() {
    RecordingConnection left = here.connect(ANN);
    there.connect(ANN);
    update(here, left, PAGE);
    expireLease(there);
    runEightRounds(here);

    assertEquals(List.of("closed node-dead", "opened handshake", "opened handshake"), causes());
    assertTrue(explanation().online());
  }

  @Test
  void aNodeThatWasTakenForDeadAndIsBack() {
    RecordingConnection ann = there.connect(ANN);
    update(there, ann, PAGE);
    expireLease(there);
    runEightRounds(here);

    there.renewLease();

    assertEquals("restored node", causes().get(0));
    assertEquals(1, explanation().connections().size());
    assertTrue(explanation().connections().get(0).openedAt().isPresent());
  }

  @Test
  void aBrokenNetworkThatTheNodeNotices() {
    RecordingConnection ann = there.connect(ANN);
    ann.fallSilent(SILENCE);
    there.hub().probe(SILENCE / 4, SILENCE / 2, 0, 1);
    isClosed(there, ann, Disconnect.UNRESPONSIVE);

    assertEquals(
        List.of("grace-period last-connection", "closed unresponsive 4001", "opened handshake"),
        causes());
    assertTrue(explanation().graceEndsAt().isPresent());
  }

  @Test
  void aSocketThatBreaksWithoutACloseFrame() {
    there.presence().close(there.connect(ANN), Departure.BROKEN);
    await().until(() -> explanation().graceEndsAt().isPresent());
    redis.zadd(stores.key("presence:parting", ANN), 1, "ann");
    there.sweep().endGracePeriods();

    assertEquals(
        List.of(
            "offline grace-period-over",
            "grace-period last-connection",
            "closed broken 1006",
            "opened handshake"),
        causes());
  }

  @Test
  void anIdleUser() {
    RecordingConnection ann = there.connect(ANN);
    update(there, ann, PAGE);
    redis.zadd(stores.key("status", ANN), 1, "ann");
    here.sweep().sweepIdle();
    await().until(() -> ann.closed() == Disconnect.IDLE);
    there.presence().close(ann, Departure.BROKEN);
    there.store().connectionsOf(ANN).toCompletableFuture().join();

    assertEquals(List.of("offline idle", "closed idle 4000", "opened handshake"), causes());
  }

  @Test
  void aDrainedNode() {
    RecordingConnection ann = there.connect(ANN);
    update(there, ann, PAGE);
    there.node().drain();

    assertEquals(
        List.of("grace-period last-connection", "closed service-restart 1012", "opened handshake"),
        causes());
    assertTrue(explanation().online());
    here.connect(ANN);
    assertEquals("opened within-grace-period", causes().get(0));
  }

  @Test
  void aTokenThatEnds() {
    RecordingConnection ann = there.connect(ANN);
    ann.endAt(Instant.EPOCH);
    there.hub().closeEnded(Instant.now(), 10);
    isClosed(there, ann, Disconnect.TOKEN_EXPIRED);

    assertEquals("closed token-expired 4003", causes().get(1));
  }

  @Test
  void aRevocation() {
    RecordingConnection ann = there.connect(ANN);
    there.revocations().revoke(List.of(ANN));
    isClosed(there, ann, Disconnect.TOKEN_REVOKED);

    assertEquals("closed token-revoked 4003", causes().get(1));
  }

  @Test
  void aRuleThatBecomesStricter() throws SQLException {
    people.shareAllBut(ANN, "other.test");
    RecordingConnection ann = there.connect(ANN);
    update(there, ann, BANK);
    assertEquals(List.of("opened handshake"), causes());

    people.shareAllBut(ANN, "bank.test");
    there.friendshipWatch().run();

    assertEquals(List.of("hidden deny-list", "opened handshake"), causes());
    assertEquals(Optional.empty(), explanation().transitions().get(0).connection());
    assertEquals(Optional.of(Page.NONE), explanation().page());
    assertNoPagesAreKept();
  }

  @Test
  void anUpdateThatARuleHides() throws SQLException {
    people.shareOnly(ANN, "news.test");
    RecordingConnection ann = there.connect(ANN);
    update(there, ann, BANK);

    assertEquals(List.of("hidden allow-list", "opened handshake"), causes());
    assertEquals(Optional.of(ann.id().toString()), explanation().transitions().get(0).connection());
    assertNoPagesAreKept();
  }

  @Test
  void anUpdateOfAClientThatHidesItself() {
    update(there, there.connect(ANN), Page.NONE);

    assertEquals(List.of("hidden client", "opened handshake"), causes());
  }

  /** Reports the close of a connection as the endpoint does, after the node has closed it. */
  private static void isClosed(TestNode node, RecordingConnection connection, Disconnect reason) {
    assertEquals(reason, connection.closed());
    node.presence().close(connection, Departure.BROKEN, reason.code());
    node.store().connectionsOf(connection.user()).toCompletableFuture().join();
  }

  private void assertNoPagesAreKept() {
    String kept = redis.lrange(stores.key("presence:transitions", ANN) + ":ann", 0, -1).toString();
    assertFalse(kept.contains("bank") || kept.contains("Account"), kept);
  }

  private Explanation explanation() {
    return here.explanations().explain(ANN);
  }

  private List<String> causes() {
    return Transitions.texts(explanation());
  }
}
