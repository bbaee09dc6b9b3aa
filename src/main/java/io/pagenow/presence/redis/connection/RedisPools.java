package io.pagenow.presence.redis.connection;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.config.Settings.Endpoint;
import io.pagenow.presence.config.Settings.Redis;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.providers.ClusterConnectionProvider;

/** Creates the connection pools, one for each use, and closes them when the application stops. */
@Singleton
public final class RedisPools {

  /** The time that a read of an inbox waits for entries. Stopping takes as long. */
  public static final Duration INBOX_WAIT = Duration.ofMillis(250);

  private static final Duration CONNECT = Duration.ofMillis(500);
  private static final Duration WRITE = Duration.ofMillis(1_500);

  /**
   * A snapshot may wait this long twice, once to log in, and must be answered within three seconds.
   */
  private static final Duration READ = Duration.ofSeconds(1);

  private static final Duration FREE_CONNECTION = Duration.ofMillis(500);

  /** After this time the primary is read, within the same three seconds. */
  private static final Duration REPLICA_READ = Duration.ofMillis(500);

  /** Reconnects after a minute without messages, in case the server is gone. */
  private static final Duration SILENCE = Duration.ofMinutes(1);

  /** A subscribed connection without messages for this time is dead. Every second brings one. */
  public static final Duration CHANNEL_SILENCE = Duration.ofMillis(2_500);

  private final Redis redis;
  private final Partitions partitions;
  private final @Nullable SSLSocketFactory sockets;

  @Inject
  public RedisPools(Settings settings) {
    this.redis = settings.redis();
    this.partitions = new Partitions(settings);
    this.sockets = redis.tls() ? Tls.sockets(redis.authorities()) : null;
  }

  /**
   * Returns the connections for scripts: one for each master, because one thread uses it. A second
   * one is closed after its use: two threads meet only while partitions move.
   */
  @Produces
  @Singleton
  @Pool(Pool.For.WRITES)
  public Shards writes() {
    return shards(redis.primary(), 2, 1, WRITE);
  }

  /** Returns the connections that read snapshots from the primary. */
  @Produces
  @Singleton
  @Pool(Pool.For.READS)
  public Shards reads() {
    return shards(redis.primary(), redis.readers(), READ);
  }

  /** Returns the connections that read snapshots from the reader endpoint. */
  @Produces
  @Singleton
  @Pool(Pool.For.REPLICA_READS)
  public Shards replicaReads() {
    return shards(redis.reader(), redis.readers(), REPLICA_READ);
  }

  /**
   * Returns the connections that wait for entries of the inboxes. They are blocked most of the
   * time.
   */
  @Produces
  @Singleton
  @Pool(Pool.For.INBOX)
  public Shards inbox() {
    return shards(redis.primary(), partitions.count(), READ.plus(INBOX_WAIT));
  }

  /** Returns the connections that are subscribed to the channels of this node. */
  @Produces
  @Singleton
  @Pool(Pool.For.CHANNELS)
  public Shards channels() {
    return shards(redis.primary(), 2, CHANNEL_SILENCE);
  }

  /** Returns the connection that receives notifications of other programs. */
  @Produces
  @Singleton
  @Pool(Pool.For.NOTIFICATIONS)
  public Shards notifications() {
    return shards(redis.primary(), 1, SILENCE);
  }

  /** Returns the connection that renews the lease of this node. Nothing else uses it. */
  @Produces
  @Singleton
  @Pool(Pool.For.LEASES)
  public Shards leases() {
    return shards(redis.primary(), 1, WRITE);
  }

  void close(@Disposes @Any Shards shards) {
    shards.close();
  }

  private Shards shards(Endpoint endpoint, int connections, Duration answer) {
    return shards(endpoint, connections, connections, answer);
  }

  // The method that replaces the deprecated one accepts certificates in Java's own format only, and
  // reads them again for each connection.
  @SuppressWarnings("deprecation")
  private Shards shards(Endpoint endpoint, int connections, int idle, Duration answer) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(connections);
    pool.setMaxIdle(idle);
    pool.setMaxWait(FREE_CONNECTION);
    pool.setJmxEnabled(false);
    // No evictor thread: the next use of a broken connection detects it.
    pool.setTimeBetweenEvictionRuns(Duration.ofMillis(-1));
    DefaultJedisClientConfig config =
        DefaultJedisClientConfig.builder()
            .protocol(RedisProtocol.RESP2)
            .connectionTimeoutMillis((int) CONNECT.toMillis())
            .socketTimeoutMillis((int) answer.toMillis())
            .blockingSocketTimeoutMillis((int) answer.toMillis())
            .user(redis.username())
            .password(redis.password())
            .ssl(redis.tls())
            .sslSocketFactory(sockets)
            .sslParameters(redis.tls() ? Tls.hostIsChecked() : null)
            .clientName("presence-api")
            // Sending the name of the library would cost an extra round trip.
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
            .build();
    HostAndPort address = new HostAndPort(endpoint.host(), endpoint.port());
    if (partitions.count() == 1) {
      return new SingleRedis(
          address,
          RedisClient.builder().hostAndPort(address).clientConfig(config).poolConfig(pool).build());
    }
    return new RedisCluster(
        partitions, () -> new ClusterConnectionProvider(Set.of(address), config, pool));
  }
}
