package io.pagenow.presence.cluster;

import io.pagenow.presence.local.LocalCluster;
import io.pagenow.presence.presence.BrowsingUsers;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * Failures of a Redis Cluster under load. Every user still receives the latest page of each friend.
 */
@ExtendWith(Stores.class)
class ClusterTroubleTest {

  private static final int USERS = 60;
  private static final int FRIENDS = 10;
  private static final int PARTITIONS = 6;

  /** The slot of the last partition, on the last master. */
  private static final int SLOT =
      JedisClusterCRC16.getSlot(new Partitions(PARTITIONS).keys(PARTITIONS - 1).get(0));

  private static final Duration RECOVERY = Duration.ofSeconds(20);

  private final List<TestNode> nodes = new ArrayList<>();
  private final Random random = new Random(1);
  private LocalCluster cluster;
  private BrowsingUsers browsingUsers;

  @BeforeEach
  void start(Stores stores, @TempDir Path directory) throws Exception {
    cluster = LocalCluster.start(directory, 3);
    for (int i = 0; i < 3; i++) {
      nodes.add(new TestNode(stores, Stores.settings(cluster.port(), cluster.port(), PARTITIONS)));
    }
    browsingUsers = new BrowsingUsers(nodes, stores.people(), USERS, FRIENDS);
    load(Duration.ofMillis(500));
    browsingUsers.awaitLatest(RECOVERY);
  }

  @AfterEach
  void stop() {
    nodes.forEach(TestNode::close);
    cluster.close();
  }

  @Test
  void theLatestPagesAreDeliveredAfterASlotMovesToAnotherMaster() {
    int from = cluster.portOf(SLOT);
    int to = cluster.masters().stream().filter(port -> port != from).findFirst().orElseThrow();
    CompletableFuture<Void> moving = CompletableFuture.runAsync(() -> cluster.migrate(SLOT, to));
    while (!moving.isDone()) {
      load(Duration.ofMillis(100));
    }
    moving.join();
    load(Duration.ofSeconds(1));

    browsingUsers.awaitLatest(RECOVERY);
    browsingUsers.assertNoFaults();
  }

  @Test
  void theLatestPagesAreDeliveredAfterAReplicaTakesOverFromAKilledMaster() throws Exception {
    cluster.replicate(SLOT);
    load(Duration.ofMillis(500));
    int dead = cluster.portOf(SLOT);
    cluster.kill(SLOT);
    while (!cluster.hasTakenOver(SLOT, dead)) {
      load(Duration.ofMillis(200));
    }

    browsingUsers.awaitLatest(RECOVERY);
    browsingUsers.assertNoFaults();
  }

  private void load(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      var unused =
          browsingUsers.step(random).completeOnTimeout(null, 1, TimeUnit.MILLISECONDS).join();
      if (random.nextInt(200) == 0) {
        browsingUsers.housekeep();
      }
    }
  }
}
