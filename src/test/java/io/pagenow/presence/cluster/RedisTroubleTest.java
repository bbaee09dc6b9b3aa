package io.pagenow.presence.cluster;

import io.pagenow.presence.local.FreePort;
import io.pagenow.presence.local.LocalRedis;
import io.pagenow.presence.presence.BrowsingUsers;
import io.pagenow.presence.testing.CuttableProxy;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.nio.file.Files;
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
import redis.clients.jedis.Jedis;

/**
 * Failures of Redis under load. Connections stay open, no event is wrong, and every user receives
 * the latest page of each friend within {@link #RECOVERY}.
 */
@ExtendWith(Stores.class)
class RedisTroubleTest {

  private static final int USERS = 60;
  private static final int FRIENDS = 10;
  private static final Duration RECOVERY = Duration.ofSeconds(10);

  private final List<TestNode> nodes = new ArrayList<>();
  private final Random random = new Random(1);
  private Path directory;
  private int port;
  private LocalRedis redis;
  private CuttableProxy proxy;
  private BrowsingUsers browsingUsers;

  @BeforeEach
  void start(Stores stores, @TempDir Path temporary) throws Exception {
    directory = temporary;
    port = FreePort.find();
    redis = startRedis();
    proxy = CuttableProxy.to(port);
    for (int i = 0; i < 3; i++) {
      nodes.add(new TestNode(stores, Stores.settings(proxy, proxy)));
    }
    browsingUsers = new BrowsingUsers(nodes, stores.people(), USERS, FRIENDS);
    load(Duration.ofMillis(500));
    browsingUsers.awaitLatest(RECOVERY);
  }

  @AfterEach
  void stop() throws Exception {
    nodes.forEach(TestNode::close);
    proxy.close();
    redis.close();
  }

  @Test
  void theLatestPagesAreDeliveredAfterRedisPausesForTenSeconds() throws Exception {
    redis.pause();
    load(Duration.ofSeconds(10));
    redis.resume();

    browsingUsers.awaitLatest(RECOVERY);
    browsingUsers.assertNoFaults();
  }

  @Test
  void theLatestPagesAreDeliveredAfterRedisRestartsWithItsData() throws Exception {
    command(Jedis::save);
    redis.kill();
    load(Duration.ofSeconds(2));
    redis = startRedis();

    browsingUsers.awaitLatest(RECOVERY);
    browsingUsers.assertNoFaults();
  }

  @Test
  void theLatestPagesAreDeliveredAfterRedisRestartsWithoutItsData() throws Exception {
    redis.kill();
    Files.deleteIfExists(directory.resolve("dump.rdb"));
    load(Duration.ofSeconds(2));
    redis = startRedis();

    browsingUsers.awaitLatest(RECOVERY);
    load(Duration.ofSeconds(1));
    browsingUsers.awaitLatest(RECOVERY);
    browsingUsers.assertNoFaults();
  }

  @Test
  void theLatestPagesAreDeliveredAfterTheMemoryOfRedisWasFull() throws Exception {
    command(client -> client.configSet("maxmemory-policy", "noeviction"));
    command(client -> client.configSet("maxmemory", "1"));
    load(Duration.ofSeconds(2));
    command(client -> client.configSet("maxmemory", "0"));

    browsingUsers.awaitLatest(RECOVERY);
    browsingUsers.assertNoFaults();
  }

  /** Updates pages of random users during this time, even if Redis cannot record them. */
  private void load(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      CompletableFuture<?> step = browsingUsers.step(random);
      // Waits at most 1 ms, so that updates continue during an outage at a bounded rate.
      var unused = step.completeOnTimeout(null, 1, TimeUnit.MILLISECONDS).join();
      if (random.nextInt(200) == 0) {
        browsingUsers.housekeep();
      }
    }
  }

  private LocalRedis startRedis() throws Exception {
    return LocalRedis.start(directory, LocalRedis.program(directory), "127.0.0.1", port, List.of());
  }

  private void command(java.util.function.Consumer<Jedis> action) {
    try (Jedis client = new Jedis("127.0.0.1", port)) {
      action.accept(client);
    }
  }
}
