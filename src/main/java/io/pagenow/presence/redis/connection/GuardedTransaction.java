package io.pagenow.presence.redis.connection;

import java.util.List;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Transaction;

/** A transaction that closes its connection after a failure, as {@link GuardedPipeline} does. */
final class GuardedTransaction extends Transaction {

  private final Connection guarded;

  GuardedTransaction(Connection connection) {
    super(connection, true, true);
    this.guarded = connection;
  }

  @Override
  public List<Object> exec() {
    try {
      return super.exec();
    } catch (Throwable e) {
      guarded.setBroken();
      throw e;
    }
  }
}
