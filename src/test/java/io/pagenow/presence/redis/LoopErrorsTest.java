package io.pagenow.presence.redis;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.cluster.Leases;
import io.pagenow.presence.cluster.subscription.DeliveredUntil;
import io.pagenow.presence.cluster.subscription.MissedEvents;
import io.pagenow.presence.concurrent.BackgroundLoops;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.delivery.event.LatestEvents;
import io.pagenow.presence.friends.FriendLists;
import io.pagenow.presence.metrics.StoreMeters;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.postgres.PostgresParts;
import io.pagenow.presence.presence.EventDelivery;
import io.pagenow.presence.redis.connection.HookedShards;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.connection.RedisPools;
import io.pagenow.presence.redis.connection.Shards;
import io.pagenow.presence.redis.inbox.RedisInbox;
import io.pagenow.presence.redis.pipeline.Scripts;
import io.pagenow.presence.sharing.UserRules;
import io.pagenow.presence.testing.Stores;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.params.XAddParams;

/** The threads that use Redis, when one allocation fails. The Redis is real. */
@ExtendWith(Stores.class)
@SuppressWarnings("NullAway.Init") // Set before each test.
class LoopErrorsTest {

  private final BackgroundLoops loops = new BackgroundLoops(Thread::new);
  private final AtomicInteger errors = new AtomicInteger();
  private final Partitions partitions = new Partitions(1);
  private Shards shards;
  private Scripts scripts;

  @BeforeEach
  void start(Stores stores) {
    shards =
        new HookedShards(
            new RedisPools(stores.settings()).writes(),
            () -> {
              if (errors.get() > 0 && errors.getAndDecrement() > 0) {
                throw new OutOfMemoryError("by a test");
              }
            });
    scripts = new Scripts(shards, partitions, loops, StoreMeters.none());
  }

  @AfterEach
  void stop() {
    scripts.stop();
    shards.close();
  }

  @Test
  void anErrorFailsOneCallAndTheNextOneSucceeds(Stores stores) {
    var store =
        new RedisPresenceStore(scripts, new Hub(), new LatestEvents(new Hub()), stores.settings());
    errors.set(1);

    CompletionException failure =
        assertThrows(
            CompletionException.class,
            () -> store.connectionsOf(StoreTest.ANN).toCompletableFuture().join());
    assertInstanceOf(UnavailableException.class, failure.getCause());

    assertEquals(0, store.connectionsOf(StoreTest.ANN).toCompletableFuture().join());
    assertEquals(1, scripts.disruptions(), "Redis may have executed the call");
    assertEquals(Map.of(), loops.stuck());
  }

  @Test
  void anInboxIsReadAgainAfterAnError(Stores stores) {
    Hub hub = new Hub();
    RecordingConnection ann = RecordingConnection.fast(hub.nextId(), StoreTest.ANN);
    hub.add(ann);
    PostgresParts postgres = new PostgresParts(stores.database(), Thread::new);
    FriendLists book =
        new FriendLists(postgres.friendships(), new UserRules(postgres.sharingLists()));
    EventDelivery announcer = new EventDelivery(hub, book, new LatestEvents(hub));
    var inbox =
        new RedisInbox(
            shards,
            partitions,
            announcer,
            new MissedEvents(),
            new DeliveredUntil(),
            hub,
            loops,
            StoreMeters.none());
    errors.set(1);
    inbox.start(this);
    try {
      stores
          .redis()
          .xadd(
              partitions.inbox(hub.node().value(), 0),
              XAddParams.xAddParams(),
              Map.of("type", "timeout", "user", StoreTest.ANN.value(), "version", "1"));

      await().until(() -> ann.sent().size() == 1);
      assertEquals(0, errors.get());
      assertEquals(Map.of(), loops.stuck());
    } finally {
      inbox.stop();
      postgres.close();
    }
  }

  @Test
  void aRenewalReportsALeaseAsUnknownAgainIfTheFirstReplyWasLost() {
    Leases leases = new RedisLeases(shards, scripts, partitions, new Hub());
    assertFalse(leases.renew().known(), "a new lease");
    assertTrue(leases.renew().known());
    errors.set(1);

    assertThrows(OutOfMemoryError.class, leases::renew);

    assertFalse(leases.renew().known());
    assertTrue(leases.renew().known());
  }
}
