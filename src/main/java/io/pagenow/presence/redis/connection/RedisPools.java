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
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisProtocol;

/**
 * Makes the connection pools, one for each kind of use, and closes them when the application ends.
 */
@Singleton
public final class RedisPools {

  /** For how long a read of an inbox waits for news. Also how long it takes to stop. */
  public static final Duration INBOX_WAIT = Duration.ofMillis(250);

  private static final Duration CONNECT = Duration.ofMillis(500);
  private static final Duration WRITE = Duration.ofMillis(1_500);

  /**
   * A snapshot may wait for it twice, once to log in, and is to be answered within three seconds.
   */
  private static final Duration READ = Duration.ofSeconds(1);

  private static final Duration FREE_CONNECTION = Duration.ofMillis(500);

  /** If it takes longer, the primary is asked, within the same three seconds. */
  private static final Duration REPLICA_READ = Duration.ofMillis(500);

  /** Whoever listens and hears nothing for so long looks whether somebody still speaks. */
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private final Redis redis;
  private final Partitions partitions;
  private final @Nullable SSLSocketFactory sockets;

  @Inject
  public RedisPools(Settings settings) {
    this.redis = settings.redis();
    this.partitions = new Partitions(settings);
    this.sockets = redis.tls() ? Tls.sockets(redis.authorities()) : null;
  }

  /** Where scripts write: one connection for each partition, as one thread does it. */
  @Produces
  @Singleton
  @Pool(Pool.For.WRITES)
  public Shards writes() {
    return shards(redis.primary(), partitions.count(), WRITE);
  }

  /** Where snapshots are read, if not from a replica. */
  @Produces
  @Singleton
  @Pool(Pool.For.READS)
  public Shards reads() {
    return shards(redis.primary(), redis.readers(), READ);
  }

  /** Where snapshots are read if there is a replica. */
  @Produces
  @Singleton
  @Pool(Pool.For.REPLICA_READS)
  public Shards replicaReads() {
    return shards(redis.reader(), redis.readers(), REPLICA_READ);
  }

  /** Where this node's inboxes are waited for: connections that are blocked most of the time. */
  @Produces
  @Singleton
  @Pool(Pool.For.INBOX)
  public Shards inbox() {
    return shards(redis.primary(), partitions.count(), READ.plus(INBOX_WAIT));
  }

  /** Where news of friendships are listened to. */
  @Produces
  @Singleton
  @Pool(Pool.For.NEWS)
  public Shards news() {
    return shards(redis.primary(), 1, SILENCE);
  }

  /** Where the lease of this node is renewed: one connection, which nothing else uses. */
  @Produces
  @Singleton
  @Pool(Pool.For.LEASES)
  public Shards leases() {
    return shards(redis.primary(), 1, WRITE);
  }

  void close(@Disposes @Any Shards shards) {
    shards.close();
  }

  // Its successor takes certificates in Java's own format alone, and reads them anew for each
  // connection.
  @SuppressWarnings("deprecation")
  private Shards shards(Endpoint endpoint, int connections, Duration answer) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(connections);
    pool.setMaxIdle(connections);
    pool.setMaxWait(FREE_CONNECTION);
    pool.setJmxEnabled(false);
    // No evictor thread: a broken connection is noticed by who uses it.
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
            // The library's name would take a round trip more.
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
            .build();
    HostAndPort address = new HostAndPort(endpoint.host(), endpoint.port());
    if (partitions.count() == 1) {
      return new SingleRedis(
          RedisClient.builder().hostAndPort(address).clientConfig(config).poolConfig(pool).build());
    }
    return new RedisCluster(
        partitions,
        () ->
            RedisClusterClient.builder()
                .nodes(Set.of(address))
                .clientConfig(config)
                .poolConfig(pool)
                .build());
  }
}
