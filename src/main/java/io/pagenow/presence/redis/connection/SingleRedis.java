package io.pagenow.presence.redis.connection;

import java.util.Optional;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/** The single partition of a Redis without a cluster, behind one endpoint. Thread-safe. */
final class SingleRedis implements Shards {

  private final Optional<HostAndPort> address;
  private final RedisClient client;

  SingleRedis(HostAndPort address, RedisClient client) {
    this.address = Optional.of(address);
    this.client = client;
  }

  @Override
  public Connection connect(int partition) {
    return client.getPool().getResource();
  }

  @Override
  public Optional<HostAndPort> master(int partition) {
    return address;
  }

  @Override
  public void rediscover() {
    client.getPool().clear();
  }

  @Override
  public void close() {
    client.close();
  }
}
