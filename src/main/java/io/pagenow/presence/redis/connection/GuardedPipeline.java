package io.pagenow.presence.redis.connection;

import redis.clients.jedis.Connection;
import redis.clients.jedis.Pipeline;

/**
 * A pipeline whose connection is closed, and not returned to its pool, if reading the replies fails
 * in whatever way. The library does so for I/O errors only. After an {@link OutOfMemoryError} the
 * next user of the connection would read the replies that are left as its own.
 */
final class GuardedPipeline extends Pipeline {

  GuardedPipeline(Connection connection) {
    super(connection, true);
  }

  @Override
  public void sync() {
    try {
      super.sync();
    } catch (Throwable e) {
      connection.setBroken();
      throw e;
    }
  }
}
