package io.pagenow.presence.redis.connection;

import io.pagenow.presence.model.UnavailableException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.exceptions.JedisConnectionException;
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
   * Returns the last known master of a partition, without waiting; empty before the first
   * connection.
   */
  Optional<HostAndPort> master(int partition);

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

  /**
   * Runs commands that only read, or whose repetition does no harm. If they fail at once, they run
   * again on a new connection: Redis may have closed pooled connections while they were idle, or
   * the partition may have moved to another server. A slower failure leaves no time for that.
   *
   * @throws JedisException if Redis does not answer, or answers with an error
   */
  default <T> T repeatable(Supplier<T> commands) {
    long start = System.nanoTime();
    try {
      return commands.get();
    } catch (JedisException e) {
      boolean mayBeStale = e instanceof JedisConnectionException || isElsewhere(e);
      if (!mayBeStale || System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(100)) {
        throw e;
      }
      rediscover();
      return commands.get();
    }
  }

  /**
   * Runs commands of a partition as {@link #repeatable(Supplier)} does.
   *
   * @throws UnavailableException if Redis does not answer, or answers with an error
   */
  default <T> T repeatable(int partition, Function<Pipeline, T> commands) {
    try {
      return repeatable(
          () -> {
            try (Pipeline redis = pipeline(partition)) {
              return commands.apply(redis);
            }
          });
    } catch (JedisException e) {
      rediscover();
      throw new UnavailableException("Redis", e);
    }
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
