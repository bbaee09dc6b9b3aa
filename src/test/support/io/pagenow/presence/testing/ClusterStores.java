package io.pagenow.presence.testing;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.local.LocalCluster;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.redis.connection.Partitions;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;

/** Like {@link Stores}, but Redis is a cluster of three masters, with two partitions each. */
public final class ClusterStores extends Stores {

  private static final int MASTERS = 3;
  private static final int PARTITIONS = 6;
  private static final Partitions KEYS = new Partitions(PARTITIONS);

  /** The cluster, started for the first test. */
  private static final class Shared {

    static final LocalCluster CLUSTER =
        SharedParts.start(
            () -> LocalCluster.start(Files.createTempDirectory("presence-cluster"), MASTERS));
    static final RedisClusterClient CLIENT =
        SharedParts.start(
            () -> RedisClusterClient.create(Set.of(new HostAndPort("127.0.0.1", CLUSTER.port()))));
  }

  @Override
  public void flush() {
    Shared.CLUSTER.flushAll();
  }

  @Override
  public UnifiedJedis redis() {
    return Shared.CLIENT;
  }

  @Override
  public String key(String name, UserId user) {
    return keys(name).get(KEYS.of(user));
  }

  @Override
  public List<String> keys(String name) {
    return IntStream.range(0, PARTITIONS)
        .mapToObj(partition -> KEYS.keysOf(partition).status().replace("status", name))
        .toList();
  }

  @Override
  public Set<String> keys() {
    return Shared.CLUSTER.keys();
  }

  @Override
  public Settings settings() {
    int port = Shared.CLUSTER.port();
    return settings(port, port, PARTITIONS);
  }
}
