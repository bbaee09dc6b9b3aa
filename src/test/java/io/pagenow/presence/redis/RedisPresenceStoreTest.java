package io.pagenow.presence.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.NodeId;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import io.pagenow.presence.tracking.PresenceStore;
import io.pagenow.presence.tracking.PresenceStore.Departure;
import io.pagenow.presence.tracking.PresenceStore.Idle;
import io.pagenow.presence.tracking.PresenceStore.Opening.Recorded;
import io.pagenow.presence.tracking.PresenceStore.Opening.Refused;
import io.pagenow.presence.tracking.PresenceStore.Opening.Restored;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.resps.Tuple;

/** The keys, their types and values, step by step. */
@ExtendWith(Stores.class)
class RedisPresenceStoreTest {

  private static final UserId ANN = new UserId("ann");
  private static final UserId BEN = new UserId("ben");
  private static final Page PAGE = new Page("https://example.com/", "Example");
  private static final String PAGE_JSON =
      "{\"url\":\"https://example.com/\",\"title\":\"Example\"}";
  private static final String HIDDEN_JSON = "{\"url\":\"\",\"title\":\"\"}";

  private final Set<UserId> nobody = Set.of();
  private RedisClient redis;
  private TestNode node;
  private PresenceStore store;

  @BeforeEach
  void start(Stores stores) {
    redis = stores.redis();
    node = new TestNode(stores);
    store = node.store();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void openRecordsUserConnectionAndActivity() {
    ConnectionId connection = node.hub().nextId();
    long before = now();

    assertEquals(new Recorded(), await(store.open(ANN, connection, nobody)));

    assertEquals(Map.of("ann", connection.toString()), redis.hgetAll("presence_user_connection"));
    assertEquals(Map.of(connection.toString(), "ann"), redis.hgetAll("presence_connection_user"));
    assertTrue(score(ANN) >= before && score(ANN) <= now(), "in milliseconds");
    assertEquals(
        Set.of("presence_user_connection", "presence_connection_user", "status"), redis.keys("*"));
  }

  @Test
  void updateSetsStatusPageAndLatestPage() {
    ConnectionId connection = open(ANN);
    setScore(ANN, 1);

    Updated event = await(store.update(ANN, connection, PAGE, nobody));

    assertEquals(ANN, event.user());
    assertEquals(PAGE, event.page());
    assertEquals(PAGE, event.latest());
    assertEquals(Map.of("ann", PAGE_JSON), redis.hgetAll("page"));
    assertEquals(Map.of("ann", PAGE_JSON), redis.hgetAll("latest_page"));
    assertTrue(score(ANN) > 1);
  }

  @Test
  void hiddenActivityKeepsTheLatestPage() {
    ConnectionId connection = open(ANN);
    await(store.update(ANN, connection, PAGE, nobody));

    Updated event = await(store.update(ANN, connection, Page.NONE, nobody));

    assertEquals(Page.NONE, event.page());
    assertEquals(PAGE, event.latest());
    assertEquals(Map.of("ann", HIDDEN_JSON), redis.hgetAll("page"));
    assertEquals(Map.of("ann", PAGE_JSON), redis.hgetAll("latest_page"));
  }

  @Test
  void hiddenActivityAloneHasNoLatestPage() {
    ConnectionId connection = open(ANN);

    assertEquals(Page.NONE, await(store.update(ANN, connection, Page.NONE, nobody)).latest());
    assertEquals(Map.of(), redis.hgetAll("latest_page"));
  }

  @Test
  void versionsRiseAndAreMicroseconds() {
    ConnectionId connection = open(ANN);
    long before = now() * 1_000;
    List<CompletionStage<Updated>> updates = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      updates.add(store.update(ANN, connection, PAGE, nobody));
    }
    List<Long> versions = updates.stream().map(update -> await(update).version()).toList();

    assertEquals(versions, List.copyOf(new TreeSet<>(versions)));
    assertTrue(versions.get(0) >= before - 1_000);
    assertTrue(versions.get(499) < before + 60_000_000);
  }

  @Test
  void versionsRiseThoughTheClockOfRedisWentBack() {
    ConnectionId connection = open(ANN);
    redis.set("presence:version", "8000000000000000");

    assertEquals(
        8_000_000_000_000_001L, await(store.update(ANN, connection, PAGE, nobody)).version());
  }

  @Test
  void heartbeatSetsNothingButTheScore() {
    ConnectionId connection = open(ANN);
    setScore(ANN, 1);

    await(store.touch(ANN, connection));

    assertTrue(score(ANN) > 1);
    assertEquals(
        Set.of("presence_user_connection", "presence_connection_user", "status"), redis.keys("*"));
  }

  @Test
  void lastCloseLeavesNothingOfTheUserButWhenTheyWereActive() {
    ConnectionId connection = open(ANN);
    await(store.update(ANN, connection, PAGE, nobody));
    long active = score(ANN);

    Optional<TimedOut> event = await(store.close(ANN, connection, Departure.CLOSED, nobody));

    assertEquals(Optional.of(ANN), event.map(TimedOut::user));
    assertEquals(Set.of("presence:version", "presence:last_active"), redis.keys("*"));
    assertEquals(List.of(new Tuple("ann", (double) active)), lastActive());
  }

  @Test
  void severalConnectionsKeepTheDocumentedFormOfTheNewestOne() {
    ConnectionId first = open(ANN);
    ConnectionId second = open(ANN);
    ConnectionId third = open(ANN);

    assertEquals(Map.of("ann", third.toString()), redis.hgetAll("presence_user_connection"));
    assertEquals(
        Map.of(first.toString(), "ann", second.toString(), "ann", third.toString(), "ann"),
        redis.hgetAll("presence_connection_user"));
    assertEquals(3, await(store.connectionsOf(ANN)));

    assertEquals(Optional.empty(), await(store.close(ANN, third, Departure.CLOSED, nobody)));
    assertEquals(Map.of("ann", second.toString()), redis.hgetAll("presence_user_connection"));
    assertEquals(Optional.empty(), await(store.close(ANN, first, Departure.CLOSED, nobody)));
    assertEquals(Map.of("ann", second.toString()), redis.hgetAll("presence_user_connection"));
    assertEquals(Set.of(), redis.keys("presence:connections"), "one is held in one place");
    assertTrue(await(store.close(ANN, second, Departure.CLOSED, nobody)).isPresent());
    assertEquals(0, await(store.connectionsOf(ANN)));
  }

  @Test
  void lateCloseDoesNotEvictANewerConnection() {
    ConnectionId old = open(ANN);
    await(store.close(ANN, old, Departure.BROKEN, nobody));
    ConnectionId fresh = open(ANN);

    assertEquals(Optional.empty(), await(store.close(ANN, old, Departure.CLOSED, nobody)));
    assertEquals(Map.of("ann", fresh.toString()), redis.hgetAll("presence_user_connection"));
  }

  @Test
  void connectionsOfAUserAreLimited() {
    for (int i = 0; i < 20; i++) {
      open(ANN);
    }
    ConnectionId tooMany = node.hub().nextId();

    assertEquals(new Refused(), await(store.open(ANN, tooMany, nobody)));
    assertEquals(20, await(store.connectionsOf(ANN)));
    assertEquals(null, redis.hget("presence_connection_user", tooMany.toString()));
  }

  @Test
  void whoVanishedAndComesBackHasTheirPagesAgain() {
    ConnectionId connection = open(ANN);
    await(store.update(ANN, connection, PAGE, nobody));
    await(store.update(ANN, connection, Page.NONE, nobody));
    TimedOut gone = await(store.close(ANN, connection, Departure.BROKEN, nobody)).orElseThrow();

    Restored back =
        assertInstanceOf(Restored.class, await(store.open(ANN, node.hub().nextId(), nobody)));

    assertEquals(Page.NONE, back.event().page());
    assertEquals(PAGE, back.event().latest());
    assertTrue(back.event().version() > gone.version());
    assertEquals(Map.of("ann", HIDDEN_JSON), redis.hgetAll("page"));
    assertEquals(Map.of("ann", PAGE_JSON), redis.hgetAll("latest_page"));
  }

  @Test
  void whatIsKeptOfWhoVanishedExpires() {
    ConnectionId connection = open(ANN);
    await(store.update(ANN, connection, PAGE, nobody));
    await(store.close(ANN, connection, Departure.BROKEN, nobody));

    long left = redis.pttl("presence:vanished:ann");
    assertTrue(left > 170_000 && left <= 180_000, "left: " + left);
  }

  @Test
  void whoClosedInGoodOrderStartsAnew() {
    ConnectionId connection = open(ANN);
    await(store.update(ANN, connection, PAGE, nobody));
    await(store.close(ANN, connection, Departure.CLOSED, nobody));

    assertEquals(new Recorded(), await(store.open(ANN, node.hub().nextId(), nobody)));
    assertEquals(Map.of(), redis.hgetAll("page"));
  }

  @Test
  void whoMovesToAnotherNodeStaysAsPresentAsBefore() {
    ConnectionId connection = open(ANN);
    await(store.update(ANN, connection, PAGE, nobody));

    assertEquals(Optional.empty(), await(store.close(ANN, connection, Departure.MOVED, nobody)));
    assertEquals(Map.of(), redis.hgetAll("presence_user_connection"));
    assertEquals(Map.of(), redis.hgetAll("presence_connection_user"));
    assertEquals(new Recorded(), await(store.open(ANN, node.hub().nextId(), nobody)));
    assertEquals(Map.of("ann", PAGE_JSON), redis.hgetAll("page"));
  }

  @Test
  void connectionThatTheStoreLostIsRecordedAgainByWhatItSays() {
    ConnectionId connection = open(ANN);
    redis.flushAll();

    await(store.touch(ANN, connection));

    assertEquals(Map.of("ann", connection.toString()), redis.hgetAll("presence_user_connection"));
    assertEquals(Map.of(connection.toString(), "ann"), redis.hgetAll("presence_connection_user"));
  }

  @Test
  void scriptsThatRedisForgotAreSentAgainInOrder() {
    ConnectionId connection = open(ANN);
    redis.scriptFlush();

    List<CompletionStage<Updated>> updates =
        IntStream.range(0, 50)
            .mapToObj(i -> store.update(ANN, connection, new Page("u" + i, ""), nobody))
            .toList();
    updates.forEach(RedisPresenceStoreTest::await);

    assertEquals("{\"url\":\"u49\",\"title\":\"\"}", redis.hget("page", "ann"));
  }

  @Test
  void idleUserIsClaimedOnceAndLeavesNoKey() {
    ConnectionId one = open(ANN);
    ConnectionId two = open(ANN);
    await(store.update(ANN, one, PAGE, nobody));
    open(BEN);
    setScore(ANN, now() - 180_001);

    assertEquals(List.of(new Idle(ANN, List.of(one, two))), await(store.claimIdle()));
    assertEquals(List.of(), await(store.claimIdle()));
    assertEquals(Set.of("ben"), redis.hgetAll("presence_user_connection").keySet());
    assertEquals(1, redis.hlen("presence_connection_user"));
    assertEquals(List.of("ben"), redis.zrange("status", 0, -1));
    assertEquals(0, redis.hlen("page") + redis.hlen("latest_page"));
  }

  @Test
  void userIsNotIdleBeforeTheTimeout() {
    open(ANN);
    setScore(ANN, now() - 170_000);

    assertEquals(List.of(), await(store.claimIdle()));
  }

  @Test
  void claimIsAnnouncedOnce() {
    open(ANN);
    setScore(ANN, 1);
    await(store.claimIdle());

    assertTrue(await(store.announce(ANN, nobody)).isPresent());
    assertEquals(Optional.empty(), await(store.announce(ANN, nobody)));
    assertEquals(Set.of("presence:version", "presence:last_active"), redis.keys("*"));
  }

  @Test
  void idleUserWasActiveWhenTheySaidSomethingLast() {
    open(ANN);
    long active = now() - 200_000;
    setScore(ANN, active);
    await(store.claimIdle());

    assertEquals(List.of(new Tuple("ann", (double) active)), lastActive());
  }

  @Test
  void whoWasNotActiveForAMonthIsForgotten() {
    long month = Duration.ofDays(30).toMillis();
    redis.zadd("presence:last_active", (double) (now() - month - 1), "gone");
    redis.zadd("presence:last_active", (double) (now() - month + 60_000), "kept");
    await(store.claimIdle());

    assertEquals(List.of("kept"), lastActive().stream().map(Tuple::getElement).toList());
  }

  @Test
  void whoIsBackBeforeTheAnnouncementIsNotAnnounced() {
    ConnectionId connection = open(ANN);
    setScore(ANN, 1);
    await(store.claimIdle());
    await(store.update(ANN, connection, PAGE, nobody));

    assertEquals(Optional.empty(), await(store.announce(ANN, nobody)));
  }

  @Test
  void claimThatNobodyAnnouncedIsTakenOver() {
    open(ANN);
    setScore(ANN, 1);
    await(store.claimIdle());
    redis.zadd("presence:claims", (double) (now() - 30_001), "ann");

    assertEquals(List.of(ANN), await(store.reclaim()));
    assertEquals(List.of(), await(store.reclaim()));
    assertTrue(await(store.announce(ANN, nobody)).isPresent());
  }

  @Test
  void claimsAreBounded() {
    List<CompletableFuture<?>> opened = new ArrayList<>();
    for (int i = 0; i < 450; i++) {
      UserId user = new UserId("user" + i);
      opened.add(store.open(user, node.hub().nextId(), nobody).toCompletableFuture());
    }
    CompletableFuture.allOf(opened.toArray(CompletableFuture<?>[]::new)).join();
    redis.zrange("status", 0, -1).forEach(user -> redis.zadd("status", 1, user));

    assertEquals(200, await(store.claimIdle()).size());
    assertEquals(200, await(store.claimIdle()).size());
    assertEquals(50, await(store.claimIdle()).size());
    assertEquals(0, await(store.claimIdle()).size());
  }

  @Test
  void introductionShowsWhoIsOnlineOnly() {
    ConnectionId connection = open(ANN);
    assertEquals(Optional.empty(), await(store.introduce(ANN)));

    await(store.update(ANN, connection, PAGE, nobody));
    Updated event = await(store.introduce(ANN)).orElseThrow();
    assertEquals(PAGE, event.page());

    setScore(ANN, now() - 180_001);
    assertEquals(Optional.empty(), await(store.introduce(ANN)));
  }

  @Test
  void readerShowsWhoIsOnlineAndWhenTheOthersWere(Stores stores) {
    ConnectionId connection = open(ANN);
    await(store.update(ANN, connection, PAGE, nobody));
    await(store.update(ANN, connection, Page.NONE, nobody));
    redis.zadd("presence:last_active", 1, "ann");
    ConnectionId silent = open(BEN);
    UserId stale = new UserId("stale");
    await(store.update(stale, open(stale), PAGE, nobody));
    long staleSince = now() - 180_001;
    setScore(stale, staleSince);
    UserId away = new UserId("away");
    ConnectionId last = open(away);
    setScore(away, 1_700_000_000_123L);
    await(store.close(away, last, Departure.CLOSED, nobody));
    UserId stranger = new UserId("stranger");

    try (RedisClient client = new RedisPools(stores.settings()).reads()) {
      assertEquals(
          Map.of(
              ANN, new Presence.Online(Page.NONE, PAGE, Instant.ofEpochMilli(score(ANN))),
              BEN, new Presence.Offline(Instant.ofEpochMilli(score(BEN))),
              stale, new Presence.Offline(Instant.ofEpochMilli(staleSince)),
              away, new Presence.Offline(Instant.ofEpochMilli(1_700_000_000_123L)),
              stranger, Presence.OFFLINE),
          new RedisPresenceReader(client, client, stores.settings())
              .presenceOf(List.of(ANN, BEN, stale, away, stranger)));
    }
    assertEquals(silent.node(), node.hub().node());
  }

  @Test
  void updateGoesOnlyToNodesWithConnectionsOfFriends() {
    ConnectionId connection = open(ANN);
    NodeId far = new NodeId("far");
    NodeId further = new NodeId("further");
    UserId cat = new UserId("cat");
    UserId dan = new UserId("dan");
    await(store.open(BEN, new ConnectionId(far, 1), nobody));
    await(store.open(BEN, new ConnectionId(far, 2), nobody));
    await(store.open(cat, new ConnectionId(far, 3), nobody));
    await(store.open(dan, new ConnectionId(further, 1), nobody));
    open(dan);

    await(store.update(ANN, connection, PAGE, Set.of(BEN, cat, new UserId("offline"))));

    assertEquals(Set.of("presence:inbox:far"), redis.keys("presence:inbox:*"));
    var entries = redis.xrange("presence:inbox:far", "-", "+");
    assertEquals(1, entries.size());
    Map<String, String> entry = entries.get(0).getFields();
    assertEquals(Set.of("ben", "cat"), Set.of(entry.getOrDefault("to", "").split(" ", -1)));
    assertEquals("ann", entry.get("user"));
    assertEquals(PAGE_JSON, entry.get("page"));
    assertTrue(redis.ttl("presence:inbox:far") > 0, "an inbox that nobody reads expires");
  }

  @Test
  void thousandsOfFriendsAreNoTrouble() {
    ConnectionId connection = open(ANN);
    Set<UserId> friends = new HashSet<>();
    for (int i = 0; i < 12_000; i++) {
      friends.add(new UserId("friend" + i));
    }
    await(store.open(new UserId("friend11999"), new ConnectionId(new NodeId("far"), 1), nobody));

    await(store.update(ANN, connection, PAGE, friends));

    assertEquals(1, redis.xlen("presence:inbox:far"));
  }

  private ConnectionId open(UserId user) {
    ConnectionId connection = node.hub().nextId();
    await(store.open(user, connection, nobody));
    return connection;
  }

  private long score(UserId user) {
    return redis.zscore("status", user.value()).longValue();
  }

  private List<Tuple> lastActive() {
    return redis.zrangeWithScores("presence:last_active", 0, -1);
  }

  private void setScore(UserId user, long score) {
    redis.zadd("status", (double) score, user.value());
  }

  private static long now() {
    return System.currentTimeMillis();
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
