package io.pagenow.presence.presence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.cluster.Node;
import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.testing.People;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/** Two nodes that share a Redis and a PostgreSQL: which events the users on both nodes receive. */
abstract class PresenceServiceContract {

  private static final UserId ANN = new UserId("ann");
  private static final UserId BEN = new UserId("ben");
  private static final UserId EVE = new UserId("eve");
  private static final Page PAGE = Pages.of("https://example.com/", "Example");
  private static final String ANN_ON_PAGE =
      "{\"type\":\"update-presence\",\"userId\":\"ann\",\"url\":\"https://example.com/\","
          + "\"title\":\"Example\",\"domain\":\"example.com\","
          + "\"latestUrl\":\"https://example.com/\",\"latestTitle\":\"Example\","
          + "\"latestDomain\":\"example.com\"}";
  private static final String ANN_OFFLINE = "{\"type\":\"presence-timeout\",\"userId\":\"ann\"}";

  private People people;
  private Stores stores;
  private UnifiedJedis redis;
  private TestNode here;
  private TestNode there;

  @BeforeEach
  void start(Stores stores) throws SQLException {
    people = stores.people();
    this.stores = stores;
    redis = stores.redis();
    here = new TestNode(stores);
    there = new TestNode(stores);
    people.add(ANN, BEN, EVE);
    people.befriend(BEN, ANN);
  }

  @AfterEach
  void stop() {
    there.close();
    here.close();
  }

  @Test
  void anUpdateIsDeliveredOnceToTheSenderAndToFriendsOnEveryNode() throws SQLException {
    UserId cat = new UserId("cat");
    people.add(cat);
    people.befriend(ANN, cat);
    RecordingConnection ann = here.connect(ANN);
    RecordingConnection annThere = there.connect(ANN);
    RecordingConnection ben = here.connect(BEN);
    RecordingConnection catThere = there.connect(cat);
    RecordingConnection eve = here.connect(EVE);
    RecordingConnection eveThere = there.connect(EVE);

    update(here, ann, PAGE);

    eventually(ann, ANN_ON_PAGE);
    eventually(annThere, ANN_ON_PAGE);
    eventually(ben, ANN_ON_PAGE);
    eventually(catThere, ANN_ON_PAGE);
    assertEquals(List.of(), eve.sent());
    assertEquals(List.of(), eveThere.sent());
  }

  @Test
  void friendsReceiveOfflineOnlyWhenTheLastConnectionCloses() {
    RecordingConnection one = here.connect(ANN);
    RecordingConnection two = there.connect(ANN);
    RecordingConnection ben = here.connect(BEN);
    RecordingConnection benThere = there.connect(BEN);
    update(here, one, PAGE);
    // Wait, because a node skips an event if a newer one of the same user has overtaken it.
    eventually(benThere, ANN_ON_PAGE);

    update(there, two, Page.NONE);
    here.presence().close(one, Departure.CLOSED);
    there.presence().close(two, Departure.CLOSED);

    await().until(() -> ben.sent().contains(ANN_OFFLINE));
    await().until(() -> benThere.sent().contains(ANN_OFFLINE));
    assertEquals(3, ben.sent().size());
    assertEquals(3, benThere.sent().size());
    assertEquals(ANN_OFFLINE, ben.sent().get(2));
  }

  @Test
  void aLateCloseOfABrokenConnectionDoesNotAffectTheNewOne() {
    RecordingConnection old = here.connect(ANN);
    RecordingConnection ben = there.connect(BEN);
    update(here, old, PAGE);
    eventually(ben, ANN_ON_PAGE);
    RecordingConnection fresh = there.connect(ANN);
    here.presence().close(old, Departure.BROKEN);
    update(there, fresh, PAGE);

    await().until(() -> ben.sent().size() == 2);
    assertEquals(List.of(ANN_ON_PAGE, ANN_ON_PAGE), ben.sent());
  }

  @Test
  void updatesInFlightAtTheCloseAreDeliveredBeforeIt() {
    RecordingConnection ann = here.connect(ANN);
    RecordingConnection ben = here.connect(BEN);
    for (int i = 0; i < 20; i++) {
      var unused = here.presence().update(ann, PAGE);
    }
    here.presence().close(ann, Departure.CLOSED);

    await().until(() -> ben.sent().contains(ANN_OFFLINE));
    assertEquals(21, ben.sent().size());
    assertEquals(ANN_OFFLINE, ben.sent().get(20));
    assertEquals(Set.of("ben"), stores.hash("presence_user_connection").keySet());
    assertEquals(Map.of(), stores.hash("page"));
  }

  @Test
  void friendsReceiveNothingIfTheUserReconnectsWithinTheGracePeriod() {
    RecordingConnection ben = there.connect(BEN);
    RecordingConnection ann = here.connect(ANN);
    update(here, ann, PAGE);
    eventually(ben, ANN_ON_PAGE);
    for (int breaks = 0; breaks < 20; breaks++) {
      TestNode node = breaks % 2 == 0 ? here : there;
      node.presence().close(ann, Departure.BROKEN);
      here.sweep().endGracePeriods();
      node = breaks % 2 == 0 ? there : here;
      ann = node.connect(ANN);
      node.sweep().endGracePeriods();
    }
    update(here, ann, PAGE);

    await().until(() -> ben.sent().size() == 2);
    assertEquals(List.of(ANN_ON_PAGE, ANN_ON_PAGE), ben.sent());
  }

  @Test
  void aUserWhoReconnectsAfterTheGracePeriodIsShownAgain() {
    RecordingConnection ben = there.connect(BEN);
    RecordingConnection ann = here.connect(ANN);
    update(here, ann, PAGE);
    eventually(ben, ANN_ON_PAGE);
    here.presence().close(ann, Departure.BROKEN);
    await().until(() -> redis.zscore(stores.key("presence:parting", ANN), "ann") != null);
    redis.zadd(stores.key("presence:parting", ANN), 1, "ann");
    there.sweep().endGracePeriods();
    here.sweep().endGracePeriods();
    eventually(ben, ANN_ON_PAGE, ANN_OFFLINE);

    here.connect(ANN);

    eventually(ben, ANN_ON_PAGE, ANN_OFFLINE, ANN_ON_PAGE);
  }

  @Test
  void friendsReceiveOfflineOnceThoughBothNodesSweepTheIdleUser() {
    RecordingConnection ann = here.connect(ANN);
    RecordingConnection annThere = there.connect(ANN);
    RecordingConnection ben = here.connect(BEN);
    RecordingConnection benThere = there.connect(BEN);
    update(here, ann, PAGE);
    eventually(benThere, ANN_ON_PAGE);
    redis.zadd(stores.key("status", ANN), 1, "ann");

    int swept =
        CompletableFuture.supplyAsync(() -> there.sweep().sweepIdle())
            .thenCombine(
                CompletableFuture.supplyAsync(() -> here.sweep().sweepIdle()), Integer::sum)
            .join();

    assertEquals(1, swept);
    eventually(ben, ANN_ON_PAGE, ANN_OFFLINE);
    eventually(benThere, ANN_ON_PAGE, ANN_OFFLINE);
    await().until(() -> ann.closed() == Disconnect.IDLE);
    await().until(() -> annThere.closed() == Disconnect.IDLE);
    here.presence().close(ann, Departure.BROKEN);
    there.presence().close(annThere, Departure.BROKEN);
    here.sweep().sweepIdle();
    update(here, ben, PAGE);
    assertEquals(3, ben.sent().size(), "offline is delivered once: " + ben.sent());
  }

  @Test
  void aUserWhoNeverSentAMessageIsSwept() {
    RecordingConnection ann = here.connect(ANN);
    RecordingConnection ben = here.connect(BEN);
    redis.zadd(stores.key("status", ANN), 1, "ann");

    here.sweep().sweepIdle();

    eventually(ben, ANN_OFFLINE);
    assertEquals(Disconnect.IDLE, ann.closed());
  }

  @Test
  void aSweepConcurrentWithAHeartbeatLeavesTheUserRecorded() {
    for (int round = 0; round < 50; round++) {
      RecordingConnection ann = here.connect(ANN);
      redis.zadd(stores.key("status", ANN), 1, "ann");
      CompletableFuture<Integer> sweep =
          CompletableFuture.supplyAsync(() -> there.sweep().sweepIdle());
      here.presence().heartbeat(ann).toCompletableFuture().join();
      sweep.join();

      // Either the heartbeat came first, or it recorded the swept user again.
      assertEquals(ann.id().toString(), stores.hash("presence_user_connection").get("ann"));
      assertTrue(redis.zscore(stores.key("status", ANN), "ann") > 1);
      here.presence().close(ann, Departure.CLOSED);
      await().until(() -> stores.hash("presence_connection_user").size() == 0);
      assertEquals(Set.of(), stores.members("status"));
    }
  }

  @Test
  void thousandsOfIdleUsersAreSweptInBatches() throws SQLException {
    here.recordConnections(5_000);
    stores.members("status").forEach(user -> stores.score("status", user, 1));

    assertEquals(5_000, here.sweep().sweepIdle());
    assertEquals(Set.of(), stores.members("status"));
    assertEquals(Set.of(), stores.members("presence:claims"));
    assertEquals(Map.of(), stores.hash("presence_user_connection"));
  }

  @Test
  void afterAFriendshipEndsBothUsersReceiveOfflineAndNoMoreEvents() throws SQLException {
    RecordingConnection ann = here.connect(ANN);
    RecordingConnection ben = there.connect(BEN);
    update(here, ann, PAGE);
    eventually(ben, ANN_ON_PAGE);
    people.unfriend(ANN, BEN);

    there.friendshipWatch().run();
    eventually(ben, ANN_ON_PAGE, ANN_OFFLINE);
    // Ann's node has not noticed yet and publishes her update. Ben must not receive it.
    update(here, ann, PAGE);
    here.friendshipWatch().run();
    eventually(ann, ANN_ON_PAGE, ANN_ON_PAGE, "{\"type\":\"presence-timeout\",\"userId\":\"ben\"}");
    people.befriend(ANN, BEN);
    there.friendshipWatch().run();
    here.friendshipWatch().run();
    eventually(ben, ANN_ON_PAGE, ANN_OFFLINE, ANN_ON_PAGE);
  }

  @Test
  void newFriendsReceiveTheCurrentAndAllLaterEvents() throws SQLException {
    RecordingConnection ann = here.connect(ANN);
    RecordingConnection eve = there.connect(EVE);
    update(here, ann, PAGE);
    people.befriend(EVE, ANN);

    here.friendshipWatch().run();
    there.friendshipWatch().run();
    eventually(eve, ANN_ON_PAGE);

    update(here, ann, PAGE);
    eventually(eve, ANN_ON_PAGE, ANN_ON_PAGE);
  }

  @Test
  void afterAShortFriendshipTheLastEventIsOffline() throws SQLException {
    RecordingConnection ann = here.connect(ANN);
    RecordingConnection eve = there.connect(EVE);
    update(here, ann, PAGE);
    for (int round = 0; round < 20; round++) {
      people.befriend(EVE, ANN);
      there.friendshipWatch().run();
      people.unfriend(EVE, ANN);
      there.friendshipWatch().run();
      // Redis replies in order: after this reply, the first event has been delivered.
      there.store().connectionsOf(ANN).toCompletableFuture().join();

      assertEquals(ANN_OFFLINE, eve.sent().get(eve.sent().size() - 1), "round " + round);
    }
  }

  @Test
  void aClosedConnectionRecordsNothing() {
    RecordingConnection ann = here.connect(ANN);
    here.presence().close(ann, Departure.CLOSED);

    update(here, ann, PAGE);
    here.presence().heartbeat(ann).toCompletableFuture().join();
    here.presence().open(ann);

    assertEquals(0, here.store().connectionsOf(ANN).toCompletableFuture().join());
    assertEquals(Map.of(), stores.hash("page"));
    assertEquals(Disconnect.TRY_AGAIN_LATER, ann.closed());
  }

  @Test
  void aConnectionReceivesEventsBeforeItIsOpen() {
    RecordingConnection ann = here.connect(ANN);
    there.node().prepare(BEN);
    RecordingConnection ben = RecordingConnection.fast(there.hub().nextId(), BEN);
    there.node().add(ben);

    update(here, ann, PAGE);

    eventually(ben, ANN_ON_PAGE);
    there.presence().abandon(ben);
    assertEquals(0, there.hub().size());
  }

  @Test
  void aDrainedNodeAcceptsNoConnection() {
    here.node().prepare(ANN);
    here.node().drain();
    RecordingConnection late = RecordingConnection.fast(here.hub().nextId(), ANN);

    assertThrows(UnavailableException.class, () -> here.node().add(late));
    assertEquals(0, here.hub().size());
  }

  @Test
  void aPublishedFriendshipChangeIsDeliveredAtOnce() throws SQLException {
    RecordingConnection ann = here.connect(ANN);
    RecordingConnection ben = there.connect(BEN);
    update(here, ann, PAGE);
    eventually(ben, ANN_ON_PAGE);
    people.unfriend(ANN, BEN);

    await()
        .until(
            () -> {
              redis.publish("presence:friendships", "ann  ben nobody \u0001");
              return ben.sent().size() == 2;
            });

    eventually(ben, ANN_ON_PAGE, ANN_OFFLINE);
    eventually(ann, ANN_ON_PAGE, "{\"type\":\"presence-timeout\",\"userId\":\"ben\"}");
  }

  @Test
  void aPendingFriendshipDeliversNoEvents() throws SQLException {
    people.sql("INSERT INTO friendship_table (user_id1, user_id2) VALUES ('eve', 'ann')");
    RecordingConnection ann = here.connect(ANN);
    RecordingConnection eve = here.connect(EVE);

    update(here, ann, PAGE);

    eventually(ann, ANN_ON_PAGE);
    assertEquals(List.of(), eve.sent());
  }

  @Test
  void aDrainingNodeTakesNoUserOffline() {
    RecordingConnection ann = here.connect(ANN);
    RecordingConnection ben = there.connect(BEN);
    update(here, ann, PAGE);

    here.node().drain();
    assertEquals(Node.State.STOPPED, here.node().state());
    assertThrows(UnavailableException.class, () -> here.node().prepare(ANN));
    RecordingConnection again = there.connect(ANN);
    update(there, again, PAGE);

    assertEquals(Disconnect.SERVICE_RESTART, ann.closed());
    assertTrue(
        ann.closedWith().matches("service restart; reconnect in [0-5] ms"), ann.closedWith());
    await().until(() -> ben.sent().size() == 2);
    assertEquals(List.of(ANN_ON_PAGE, ANN_ON_PAGE), ben.sent());
  }

  @Test
  void aConnectionOverTheLimitIsClosed() {
    for (int i = 0; i < 20; i++) {
      there.connect(ANN);
    }
    assertEquals(20, here.node().prepare(ANN));

    RecordingConnection tooMany = here.connect(ANN);

    await().until(() -> tooMany.closed() == Disconnect.TOO_MANY_CONNECTIONS);
  }

  private static void update(TestNode node, RecordingConnection connection, Page page) {
    node.presence().update(connection, page).toCompletableFuture().join();
  }

  private static void eventually(RecordingConnection connection, String... messages) {
    await().untilAsserted(() -> assertEquals(List.of(messages), connection.sent()));
  }
}
