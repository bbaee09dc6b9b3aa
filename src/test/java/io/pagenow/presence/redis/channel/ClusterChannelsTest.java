package io.pagenow.presence.redis.channel;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.local.LocalCluster;
import io.pagenow.presence.local.Parts;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.testing.SecureRedis;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Channels in a cluster of Redis 7, which has sharded ones. */
@ExtendWith(Stores.class)
@SuppressWarnings("NullAway.Init") // Set before each test.
class ClusterChannelsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PARTITIONS = 6;
  private static final Partitions KEYS = new Partitions(PARTITIONS);

  private final Parts parts = new Parts();
  private LocalCluster cluster;
  private TestNode here;
  private TestNode there;
  private LatestPages pages;

  @BeforeEach
  void start(Stores stores, @TempDir Path directory) throws Exception {
    SecureRedis.assumeInstalled();
    cluster = parts.start(() -> LocalCluster.start(directory, SecureRedis.program(), 3));
    int port = cluster.port();
    here = parts.start(() -> new TestNode(stores, Stores.settings(port, port, PARTITIONS)));
    there = parts.start(() -> new TestNode(stores, Stores.settings(port, port, PARTITIONS)));
    awaitSubscriptions();
    pages = new LatestPages(stores.people(), here, there);
    pages.record();
    pages.awaitLatest();
  }

  @AfterEach
  void stop() {
    parts.close();
  }

  @Test
  void eventsGoByShardedChannelsOnOneConnectionForEachMaster() {
    assertEquals(Set.of(), streams());
    for (int port : cluster.masters()) {
      try (Jedis master = new Jedis("127.0.0.1", port)) {
        long subscribed =
            master.clientList().lines().filter(line -> line.matches(".* ssub=[1-9].*")).count();
        assertEquals(2, subscribed, "one of each node");
      }
    }
  }

  @Test
  void aFailOverLosesNoLatestState() throws Exception {
    int slot = slot(0);
    cluster.replicate(slot);
    int dead = cluster.portOf(slot);

    cluster.kill(slot);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              var unused = pages.update();
              return cluster.hasTakenOver(slot, dead);
            });
    pages.record();

    pages.awaitLatest();
    awaitSubscriptions();
  }

  @Test
  void aMovingSlotLosesNoLatestState() {
    int from = cluster.portOf(slot(0));
    int to = cluster.masters().stream().filter(port -> port != from).findFirst().orElseThrow();

    cluster.migrate(slot(0), to);
    for (int round = 0; round < 20; round++) {
      var unused = pages.update();
    }
    pages.record();

    pages.awaitLatest();
    awaitSubscriptions();
  }

  private static int slot(int partition) {
    return JedisClusterCRC16.getSlot(KEYS.keys(partition).get(0));
  }

  private Set<String> streams() {
    return cluster.keys().stream()
        .filter(key -> key.startsWith("presence:inbox"))
        .collect(Collectors.toSet());
  }

  /** Waits until both nodes are subscribed to all their channels, each on the right master. */
  private void awaitSubscriptions() {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () ->
                IntStream.range(0, PARTITIONS)
                    .allMatch(
                        partition ->
                            isSubscribed(here, partition) && isSubscribed(there, partition)));
  }

  private boolean isSubscribed(TestNode node, int partition) {
    String channel = KEYS.inbox(node.hub().node().value(), partition);
    try (Jedis master = new Jedis("127.0.0.1", cluster.portOf(slot(partition)))) {
      return master.pubsubShardNumSub(channel).equals(Map.of(channel, 1L));
    }
  }
}
