package io.pagenow.presence.redis.connection;

import java.util.stream.Stream;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/** Where the partitions are: a pool of connections for one use. Safe for use by many threads. */
public interface Shards extends AutoCloseable {

  /**
   * A connection to where the partition is, as far as known. Closing it gives it back.
   *
   * @throws JedisException where there is none
   */
  Connection connect(int partition);

  /**
   * What was known may be wrong: a connection broke, or somebody answered who is in charge of the
   * partition no more. The next connection is a new one, to where it is now.
   */
  void lookAgain();

  @Override
  void close();

  /** As {@link #connect}, for many commands in one round trip. */
  default Pipeline pipeline(int partition) {
    return new GuardedPipeline(connect(partition));
  }

  /** As {@link #pipeline}, for commands that are all run at one moment. */
  default Transaction transaction(int partition) {
    return new GuardedTransaction(connect(partition));
  }

  /**
   * Whether the answer means that the partition is, or will be in a moment, somewhere else. An old
   * primary that is a replica now says {@code READONLY}, in a message of the script that it stops.
   */
  static boolean isElsewhere(JedisException answer) {
    String message = String.valueOf(answer.getMessage());
    return answer instanceof JedisRedirectionException
        || message.contains("READONLY")
        || Stream.of("TRYAGAIN", "CLUSTERDOWN", "LOADING", "MASTERDOWN")
            .anyMatch(message::startsWith);
  }
}
