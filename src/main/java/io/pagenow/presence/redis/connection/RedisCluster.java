package io.pagenow.presence.redis.connection;

import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.exceptions.JedisException;

/** Partitions on the masters of a Redis Cluster, each in the slot of its keys. */
final class RedisCluster implements Shards {

  private static final Logger LOG = Logger.getLogger(RedisCluster.class.getName());

  private final Partitions partitions;
  private final Supplier<RedisClusterClient> connector;

  // Guarded by this.
  private @Nullable RedisClusterClient client;
  private boolean closed;

  /**
   * @param connector asks the cluster for its slots, and throws where it does not answer
   */
  RedisCluster(Partitions partitions, Supplier<RedisClusterClient> connector) {
    this.partitions = partitions;
    this.connector = connector;
  }

  @Override
  public Connection connect(int partition) {
    return client().getConnectionFromSlot(partitions.slot(partition));
  }

  /** Only when first needed: the application starts without a cluster that answers. */
  private synchronized RedisClusterClient client() {
    if (closed) {
      throw new JedisException("The application ends");
    }
    if (client == null) {
      client = connector.get();
    }
    return client;
  }

  @Override
  public void lookAgain() {
    try {
      client().refreshClusterTopology();
    } catch (JedisException e) {
      LOG.log(Level.FINE, "The cluster does not say where its slots are", e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (client != null) {
      client.close();
    }
  }
}
