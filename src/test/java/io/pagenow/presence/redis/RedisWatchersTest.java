package io.pagenow.presence.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.params.XAddParams;

/** Which nodes subscribe to which users, and which events they receive. */
class RedisWatchersTest extends StoreTest {

  @Test
  void anUpdateIsPublishedToTheOtherSubscribedNodes(Stores stores) {
    ConnectionId connection = open(ANN);
    subscriptions.subscribe(List.of(ANN));
    try (TestNode far = new TestNode(stores);
        TestNode further = new TestNode(stores)) {
      far.lease().renew();
      further.lease().renew();
      far.subscriptions().subscribe(List.of(ANN, BEN));
      far.subscriptions().subscribe(List.of(BEN, ANN));
      further.subscriptions().subscribe(List.of(BEN));
      // No node reads this inbox.
      redis.zadd("presence:nodes", (double) now() + 60_000, "deaf");
      redis.hset("presence:watchers", "ann", redis.hget("presence:watchers", "ann") + " deaf");

      await(update(ANN, connection, PAGE));

      assertEquals(
          String.join(" ", node.hub().node().value(), far.hub().node().value(), "deaf"),
          redis.hget("presence:watchers", "ann"));
      assertEquals(0, redis.xlen("presence:inbox:" + further.hub().node()));
      assertEquals(0, redis.xlen("presence:inbox:" + node.hub().node()));
      var entries = redis.xrange("presence:inbox:deaf", "-", "+");
      assertEquals(1, entries.size());
      Map<String, String> entry = entries.get(0).getFields();
      assertEquals("ann", entry.get("user"));
      assertEquals(PAGE_JSON, entry.get("page"));
      assertTrue(redis.ttl("presence:inbox:deaf") > 0, "an inbox that no node reads expires");
    }
  }

  @Test
  void aNodeWithoutALeaseReceivesNothing() {
    redis.hset("presence:watchers", Map.of("ann", "gone", "ben", "gone"));
    subscriptions.subscribe(List.of(BEN));

    await(update(ANN, open(ANN), PAGE));
    await(update(BEN, open(BEN), PAGE));

    assertEquals(Set.of(), redis.keys("presence:inbox:*"));
    assertEquals(Map.of("ben", node.hub().node().value()), redis.hgetAll("presence:watchers"));
  }

  @Test
  void anInboxThatNoNodeReadsIsBoundedInBytes() {
    ConnectionId connection = open(ANN);
    redis.zadd("presence:nodes", (double) now() + 60_000, "deaf");
    redis.hset("presence:watchers", "ann", "deaf");
    String start = "https://example.com/";
    Page largest =
        Pages.of(
            start + "x".repeat(Page.MAX_URL_BYTES - start.length()),
            "🐈".repeat(Page.MAX_TITLE_LENGTH));
    for (int i = 0; i < 40; i++) {
      List<CompletionStage<Updated>> updates = new ArrayList<>();
      for (int j = 0; j < 100; j++) {
        updates.add(update(ANN, connection, largest));
      }
      updates.forEach(StoreTest::await);
    }

    long bytes = redis.memoryUsage("presence:inbox:deaf", 0);
    assertTrue(bytes < 80_000_000, bytes + " bytes");
    assertTrue(redis.xlen("presence:inbox:deaf") > 2_000);

    await(update(ANN, connection, PAGE));
    assertTrue(redis.xlen("presence:inbox:deaf") > 2_000, "a small entry does not trim more");
  }

  @Test
  void aNodeRecoversEventsTrimmedFromItsInboxBeforeItReadThem(Stores stores) throws Exception {
    stores.people().add(ANN, BEN);
    stores.people().befriend(ANN, BEN);
    ConnectionId connection = open(ANN);
    try (TestNode far = new TestNode(stores)) {
      RecordingConnection friend = far.connect(BEN);
      await(update(ANN, connection, PAGE));
      Awaitility.await().until(() -> friend.sent().size() == 1);

      redis.hdel("presence:watchers", "ann"); // So the node misses this event.
      await(update(ANN, connection, Pages.of("https://example.com/missed", "Missed")));
      String inbox = "presence:inbox:" + far.hub().node();
      try (AbstractTransaction trim = redis.multi()) {
        trim.xtrim(inbox, 0, false);
        trim.xadd(inbox, XAddParams.xAddParams(), Map.of("type", "none", "user", "none"));
        trim.exec();
      }

      Awaitility.await()
          .until(
              () -> {
                far.renewLease();
                return friend.sent().size() == 2;
              });
      assertTrue(friend.sent().get(1).contains("https://example.com/missed"));
    }
  }

  @Test
  void aNodeMaySubscribeToThousandsOfUsers() {
    List<UserId> users = IntStream.range(0, 12_000).mapToObj(i -> new UserId("user" + i)).toList();

    subscriptions.subscribe(users);
    assertEquals(12_000, redis.hlen("presence:watchers"));

    subscriptions.unsubscribe(users);
    assertEquals(Set.of(), redis.keys("presence:watchers"));
  }

  @Test
  void theCurrentEventIsTheOneDeliveredLast() {
    ConnectionId connection = open(ANN);
    assertEquals(Map.of(), subscriptions.current(List.of(ANN)));

    Updated update = await(update(ANN, connection, PAGE));
    assertEquals(Map.of(ANN, update), subscriptions.current(List.of(ANN, BEN)));

    setScore(ANN, now() - 180_001);
    assertEquals(Map.of(ANN, update), subscriptions.current(List.of(ANN)));
    claims.claimIdle();
    assertEquals(Map.of(), subscriptions.current(List.of(ANN)));
  }
}
