package io.pagenow.presence.testing;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.local.LocalCluster;
import io.pagenow.presence.model.UserId;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Like {@link Stores}, but Redis is a cluster of three masters, with two partitions each. */
@SuppressWarnings("NullAway.Init") // Set before each test.
public final class ClusterStores extends Stores {

  private static final int MASTERS = 3;
  private static final int PARTITIONS = 6;

  private record Running(LocalCluster cluster, RedisClusterClient client) implements AutoCloseable {

    static Running start() {
      try {
        LocalCluster cluster =
            LocalCluster.start(Files.createTempDirectory("presence-cluster"), MASTERS);
        HostAndPort member = new HostAndPort("127.0.0.1", cluster.port());
        return new Running(cluster, RedisClusterClient.create(Set.of(member)));
      } catch (Exception e) {
        throw new IllegalStateException("The cluster does not start", e);
      }
    }

    @Override
    public void close() {
      client.close();
      cluster.close();
    }
  }

  private Running running;

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    running =
        context
            .getRoot()
            .getStore(Namespace.GLOBAL)
            .getOrComputeIfAbsent(Running.class, type -> Running.start(), Running.class);
    super.beforeEach(context);
  }

  @Override
  public void flush() {
    running.cluster().flushAll();
  }

  @Override
  public UnifiedJedis redis() {
    return running.client();
  }

  @Override
  public String key(String name, UserId user) {
    return keys(name).get(JedisClusterCRC16.getCRC16(user.value()) % PARTITIONS);
  }

  @Override
  public List<String> keys(String name) {
    return IntStream.range(0, PARTITIONS).mapToObj(p -> name + ":{" + p + "}").toList();
  }

  @Override
  public Set<String> keys() {
    return running.cluster().keys();
  }

  @Override
  public Settings settings() {
    int port = running.cluster().port();
    return settings(port, port, PARTITIONS);
  }
}
