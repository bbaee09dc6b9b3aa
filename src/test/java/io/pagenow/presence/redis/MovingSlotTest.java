package io.pagenow.presence.redis;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.local.LocalCluster;
import io.pagenow.presence.local.Parts;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.Report;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.testing.ClusterMasters;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.util.JedisClusterCRC16;

/** The updates of one user, while the slot of the partition moves to another master. */
@ExtendWith(Stores.class)
class MovingSlotTest {

  private static final Duration RECOVERY = Duration.ofSeconds(20);
  private static final UserId ANN = new UserId("ann");

  private final Parts parts = new Parts();
  private final List<CompletableFuture<Optional<Updated>>> updates = new ArrayList<>();

  @AfterEach
  void stop() {
    parts.close();
  }

  @Test
  void theUpdatesOfAUserKeepTheirOrder(Stores stores, @TempDir Path directory) throws Exception {
    LocalCluster cluster = parts.start(() -> LocalCluster.start(directory, 3));
    int port = cluster.port();
    var settings = Stores.settings(port, port, ClusterMasters.PARTITIONS);
    TestNode node = parts.start(() -> new TestNode(stores, settings));
    ConnectionId connection = node.hub().nextId();
    node.store().open(ANN, connection).toCompletableFuture().join();
    Partitions partitions = new Partitions(ClusterMasters.PARTITIONS);
    int slot = JedisClusterCRC16.getSlot(partitions.keys(partitions.of(ANN)).get(0));
    int from = cluster.portOf(slot);
    int to = cluster.masters().stream().filter(one -> one != from).findFirst().orElseThrow();
    update(node, connection).join();

    CompletableFuture<Void> moving = CompletableFuture.runAsync(() -> cluster.migrate(slot, to));
    while (!moving.isDone()) {
      var unused = update(node, connection);
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
    }
    moving.join();
    await()
        .atMost(RECOVERY)
        .until(
            () -> {
              CompletableFuture<Optional<Updated>> last = update(node, connection);
              return last.handle((done, failure) -> failure == null).join();
            });

    assertEquals(to, cluster.portOf(slot));
    long latest = 0;
    for (CompletableFuture<Optional<Updated>> update : updates) {
      update.exceptionally(late -> Optional.empty()).join();
      if (!update.isCompletedExceptionally()) {
        // Redis would drop an update that a later one has overtaken.
        long version = update.join().orElseThrow().version();
        assertTrue(version > latest, version + " after " + latest);
        latest = version;
      }
    }
  }

  private CompletableFuture<Optional<Updated>> update(TestNode node, ConnectionId connection) {
    var page = Pages.of("https://example.com/" + updates.size(), "Example");
    var update = node.store().update(ANN, connection, Report.now(page)).toCompletableFuture();
    updates.add(update);
    return update;
  }
}
