package io.pagenow.presence.redis.reader;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.cluster.Leases;
import io.pagenow.presence.local.LocalRedis;
import io.pagenow.presence.local.Parts;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.Presence.Online;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.testing.CuttableProxy;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** A primary and a replica, each behind a proxy: which of them serves snapshots. */
@ExtendWith(Stores.class)
class ReplicaTest {

  private static final UserId ANN = new UserId("ann");
  private static final Page PAGE = Pages.of("https://example.com/", "Example");

  private final Parts parts = new Parts();
  private CuttableProxy primary;
  private CuttableProxy replica;
  private LocalRedis server;
  private RedisClient copy;
  private TestNode node;

  @BeforeEach
  void start(Stores stores, @TempDir Path directory) throws Exception {
    server = parts.start(() -> LocalRedis.start(directory));
    copy = parts.start(() -> RedisClient.create("127.0.0.1", server.port()));
    int port = stores.settings().redis().primary().port();
    server.follow(port);
    primary = parts.start(() -> CuttableProxy.to(port));
    replica = parts.start(() -> CuttableProxy.to(server.port()));
    stores.people().add(ANN);
    node = parts.start(() -> new TestNode(stores, Stores.settings(primary, replica)));
    node.renewLease();
    node.presence().update(node.connect(ANN), PAGE);
    await().until(() -> copy.hexists("page", ANN.value()));
  }

  @AfterEach
  void stop() {
    parts.close();
  }

  @Test
  void theReplicaServesSnapshotsAndThePrimaryDoesNot() {
    primary.cut();

    assertEquals(PAGE, shown());
  }

  @Test
  void anUnreachableReplicaIsSkippedAtOnceAndRetriedLater() {
    assertEquals(PAGE, shown());
    replica.cut();
    assertEquals(PAGE, shown());

    replica.restore();
    primary.cut();
    assertThrows(UnavailableException.class, this::shown, "the replica was retried too soon");
    node.advance(Replica.PAUSE);
    assertEquals(PAGE, shown());
    assertEquals(PAGE, shown());
  }

  @Test
  void aReplicaThatHangsDelaysOneCallOnly() {
    assertEquals(PAGE, shown());
    replica.pause();

    assertTrue(timeToShow().compareTo(Duration.ofMillis(1_500)) < 0, "the first caller");
    assertTrue(timeToShow().compareTo(Duration.ofMillis(300)) < 0, "later callers");
  }

  @Test
  void aReplicaThatLagsBehindIsSkipped() {
    server.promote();
    copy.del("page");
    double leaseOfNineSecondsAgo = System.currentTimeMillis() + Leases.LEASE.toMillis() - 9_000;
    copy.zadd("presence:nodes", leaseOfNineSecondsAgo, node.hub().node().toString());

    assertEquals(PAGE, shown());
  }

  @Test
  void aReplicaWithoutDataIsSkipped() {
    server.promote();
    copy.flushAll();

    assertEquals(PAGE, shown());
  }

  @Test
  void aReadFailsIfBothAreUnreachable() {
    primary.cut();
    replica.cut();

    assertThrows(UnavailableException.class, this::shown);
  }

  private Page shown() {
    Presence presence = node.reader().presenceOf(Set.of(ANN)).get(ANN);
    return presence instanceof Online online ? online.activity().page() : Page.NONE;
  }

  private Duration timeToShow() {
    long start = System.nanoTime();
    assertEquals(List.of(PAGE), List.of(shown()));
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
