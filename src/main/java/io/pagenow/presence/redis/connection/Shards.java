package io.pagenow.presence.redis.connection;

import java.util.stream.Stream;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/** The servers of the partitions, with a pool of connections for one use. Thread-safe. */
public interface Shards extends AutoCloseable {

  /**
   * Returns a connection to the last known server of a partition. Closing the connection returns it
   * to the pool.
   *
   * @param partition counted from 0, or {@link Partitions#REVOCATIONS}
   * @throws JedisException if there is no free connection in time, or the server does not answer
   */
  Connection connect(int partition);

  /**
   * Drops what is known about the servers, after a connection broke or a server answered that it is
   * not in charge of the partition. The next connection is a new one, to the current server.
   */
  void rediscover();

  @Override
  void close();

  /** Returns a connection as {@link #connect} does, for many commands in one round trip. */
  default Pipeline pipeline(int partition) {
    return new GuardedPipeline(connect(partition));
  }

  /** Returns a connection as {@link #connect} does, for commands that run as one transaction. */
  default Transaction transaction(int partition) {
    return new GuardedTransaction(connect(partition));
  }

  /**
   * Returns whether the error means that the partition is, or soon will be, on another server. A
   * former primary that is a replica now answers {@code READONLY}, inside the error of the script
   * that it rejects.
   */
  static boolean isElsewhere(JedisException answer) {
    String message = String.valueOf(answer.getMessage());
    return answer instanceof JedisRedirectionException
        || message.contains("READONLY")
        || Stream.of("TRYAGAIN", "CLUSTERDOWN", "LOADING", "MASTERDOWN")
            .anyMatch(message::startsWith);
  }
}
