package io.pagenow.presence.redis.connection;

import java.util.Optional;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;

/** Runs an action of a test before each connection. */
public record HookedShards(Shards real, Runnable beforeConnect) implements Shards {

  @Override
  public Connection connect(int partition) {
    beforeConnect.run();
    return real.connect(partition);
  }

  @Override
  public Optional<HostAndPort> master(int partition) {
    return real.master(partition);
  }

  @Override
  public void rediscover() {
    real.rediscover();
  }

  @Override
  public void close() {
    real.close();
  }
}
