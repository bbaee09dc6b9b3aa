package io.pagenow.presence.redis.connection;

import redis.clients.jedis.Connection;
import redis.clients.jedis.RedisClient;

/** The single partition of a Redis without a cluster, behind one endpoint. Thread-safe. */
final class SingleRedis implements Shards {

  private final RedisClient client;

  SingleRedis(RedisClient client) {
    this.client = client;
  }

  @Override
  public Connection connect(int partition) {
    return client.getPool().getResource();
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
