package io.pagenow.presence.redis.connection;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.providers.ClusterConnectionProvider;

/** The partitions on the masters of a Redis Cluster, each in the slot of its keys. Thread-safe. */
final class RedisCluster implements Shards {

  private static final Logger LOG = Logger.getLogger(RedisCluster.class.getName());

  private final Partitions partitions;
  private final Supplier<ClusterConnectionProvider> connector;

  /** The slots of the partitions. */
  private final int[] slots;

  // Written under the lock of this.
  private volatile @Nullable ClusterConnectionProvider client;
  private volatile boolean closed;

  /**
   * Creates the shards. Connects on demand.
   *
   * @param connector connects to the cluster and reads its slots; throws {@link JedisException} if
   *     it does not answer
   */
  RedisCluster(Partitions partitions, Supplier<ClusterConnectionProvider> connector) {
    this.partitions = partitions;
    this.slots = IntStream.range(0, partitions.count()).map(partitions::slot).toArray();
    this.connector = connector;
  }

  @Override
  public Connection connect(int partition) {
    return client().getConnectionFromSlot(partitions.slot(partition));
  }

  @Override
  public Optional<HostAndPort> master(int partition) {
    ClusterConnectionProvider connected = client;
    return connected == null
        ? Optional.empty()
        : Optional.ofNullable(connected.getNode(slots[partition]));
  }

  /** Connects on demand, so that the application starts even if the cluster does not answer. */
  private synchronized ClusterConnectionProvider client() {
    if (closed) {
      throw new JedisException("The application ends");
    }
    if (client == null) {
      client = connector.get();
    }
    return client;
  }

  @Override
  public void rediscover() {
    try {
      client().renewSlotCache();
    } catch (JedisException e) {
      LOG.log(Level.FINE, "Cannot read the slots of the cluster; keeping the known ones", e);
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
