package io.pagenow.presence.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.model.Activity;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.presence.PresenceStore.Opening.Recorded;
import io.pagenow.presence.presence.PresenceStore.Opening.Refused;
import io.pagenow.presence.testing.Stores;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.resps.Tuple;

/** The keys, their types and their values after each operation. */
class RedisPresenceStoreTest extends StoreTest {

  private static final Set<String> OF_A_CONNECTION =
      Set.of(
          "presence_user_connection",
          "presence_connection_user",
          "status",
          "presence:opened",
          "presence:heard");

  @Test
  void anOpenRecordsTheUserTheConnectionAndTheActivity() {
    ConnectionId connection = node.hub().nextId();
    long before = now();

    assertEquals(new Recorded(), await(store.open(ANN, connection)));

    assertEquals(Map.of("ann", connection.toString()), redis.hgetAll("presence_user_connection"));
    assertEquals(Map.of(connection.toString(), "ann"), redis.hgetAll("presence_connection_user"));
    assertTrue(score(ANN) >= before && score(ANN) <= now(), "in milliseconds");
    assertEquals(OF_A_CONNECTION, keys());
  }

  @Test
  void aHeartbeatSetsOnlyTheScore() {
    ConnectionId connection = open(ANN);
    setScore(ANN, 1);

    await(store.touch(ANN, connection));

    assertTrue(score(ANN) > 1);
    assertEquals(OF_A_CONNECTION, keys());
  }

  @Test
  void theLastCloseLeavesOnlyTheLastActivityAndTheVersion() {
    ConnectionId connection = open(ANN);
    await(update(ANN, connection, PAGE));
    long active = score(ANN);

    Optional<PresenceEvent> event = await(close(ANN, connection, Departure.CLOSED));

    assertEquals(Optional.of(ANN), event.map(PresenceEvent::user));
    assertEquals(Set.of("presence:version", "presence:last_active", "presence:offline"), keys());
    assertEquals(List.of(new Tuple("ann", (double) active)), lastActive());
  }

  @Test
  void withSeveralConnectionsTheDocumentedKeysHoldTheNewestOne() {
    ConnectionId first = open(ANN);
    ConnectionId second = open(ANN);
    ConnectionId third = open(ANN);

    assertEquals(Map.of("ann", third.toString()), redis.hgetAll("presence_user_connection"));
    assertEquals(
        Map.of(first.toString(), "ann", second.toString(), "ann", third.toString(), "ann"),
        redis.hgetAll("presence_connection_user"));
    assertEquals(3, await(store.connectionsOf(ANN)));

    assertEquals(Optional.empty(), await(close(ANN, third, Departure.CLOSED)));
    assertEquals(Map.of("ann", second.toString()), redis.hgetAll("presence_user_connection"));
    assertEquals(Optional.empty(), await(close(ANN, first, Departure.CLOSED)));
    assertEquals(Map.of("ann", second.toString()), redis.hgetAll("presence_user_connection"));
    assertEquals(
        Set.of(), redis.keys("presence:connections"), "a single connection needs no extra key");
    assertTrue(await(close(ANN, second, Departure.CLOSED)).isPresent());
    assertEquals(0, await(store.connectionsOf(ANN)));
  }

  @Test
  void theConnectionsOfAUserAreLimited() {
    for (int i = 0; i < 20; i++) {
      open(ANN);
    }
    ConnectionId tooMany = node.hub().nextId();

    assertEquals(new Refused(), await(store.open(ANN, tooMany)));
    assertEquals(20, await(store.connectionsOf(ANN)));
    assertEquals(null, redis.hget("presence_connection_user", tooMany.toString()));
  }

  @Test
  void aConnectionThatRedisLostIsRecordedAgainByItsNextMessage() {
    ConnectionId connection = open(ANN);
    redis.flushAll();

    await(store.touch(ANN, connection));

    assertEquals(Map.of("ann", connection.toString()), redis.hgetAll("presence_user_connection"));
    assertEquals(Map.of(connection.toString(), "ann"), redis.hgetAll("presence_connection_user"));
  }

  @Test
  void theReaderReturnsOnlineUsersAndTheLastActivityOfOfflineUsers(Stores stores) {
    ConnectionId connection = open(ANN);
    await(update(ANN, connection, PAGE));
    await(update(ANN, connection, Page.NONE));
    redis.zadd("presence:last_active", 1, "ann");
    ConnectionId silent = open(BEN);
    UserId stale = new UserId("stale");
    await(update(stale, open(stale), PAGE));
    long staleSince = now() - 180_001;
    setScore(stale, staleSince);
    UserId away = new UserId("away");
    ConnectionId last = open(away);
    setScore(away, 1_700_000_000_123L);
    await(close(away, last, Departure.CLOSED));
    UserId stranger = new UserId("stranger");

    Map<UserId, Presence> presence =
        node.reader().presenceOf(List.of(ANN, BEN, stale, away, stranger));
    assertEquals(
        Map.of(
            ANN,
                new Presence.Online(
                    new Activity(Page.NONE, PAGE),
                    Instant.ofEpochMilli(score(ANN)),
                    version("presence:versions", ANN)),
            BEN, new Presence.Offline(Instant.ofEpochMilli(score(BEN)), 0),
            stale,
                new Presence.Offline(
                    Instant.ofEpochMilli(staleSince), version("presence:versions", stale)),
            away,
                new Presence.Offline(
                    Instant.ofEpochMilli(1_700_000_000_123L),
                    redis.zscore("presence:offline", "away").longValue()),
            stranger, Presence.OFFLINE),
        presence);
    assertEquals(silent.node(), node.hub().node());
  }

  private long version(String key, UserId user) {
    return Long.parseLong(redis.hget(key, user.value()).split(" ", -1)[0]);
  }
}
