package io.pagenow.presence.redis.connection;

import redis.clients.jedis.Connection;
import redis.clients.jedis.Pipeline;

/**
 * A pipeline that closes its connection, instead of returning it to the pool, after any failure to
 * read the replies. The library does so for I/O errors only. After an {@link OutOfMemoryError} the
 * next user of the connection would read the remaining replies as its own.
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
