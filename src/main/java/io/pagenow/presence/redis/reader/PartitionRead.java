package io.pagenow.presence.redis.reader;

import io.pagenow.presence.model.UserId;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.connection.RedisTime;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import redis.clients.jedis.Builder;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A transaction that reads users of one partition. Several of them share a round trip. The library
 * has transactions with a round trip of their own only.
 *
 * @param queued the answers to the commands before {@code EXEC}
 * @param exec the answers to the commands of the transaction
 */
record PartitionRead(List<Response<Object>> queued, Response<Object> exec) {

  /**
   * The data of users at one moment.
   *
   * @param now the time of Redis, in milliseconds since the epoch
   * @param lease the end of the lease that was renewed last, in the same unit; empty without nodes
   * @param users the data of each user, in the requested order
   */
  record Data(long now, OptionalLong lease, List<Found> users) {}

  /** Adds the commands to a pipeline. */
  static PartitionRead send(Pipeline redis, Partitions.Keys keys, List<UserId> users) {
    List<Response<Object>> queued = new ArrayList<>();
    queued.add(redis.sendCommand(Command.MULTI, new String[0]));
    queued.add(redis.sendCommand(Command.TIME, new String[0]));
    queued.add(redis.sendCommand(Command.ZREVRANGE, keys.nodes(), "0", "0", "WITHSCORES"));
    queued.add(redis.sendCommand(Command.ZMSCORE, arguments(keys.status(), users)));
    queued.add(redis.sendCommand(Command.ZMSCORE, arguments(keys.lastActive(), users)));
    queued.add(redis.sendCommand(Command.HMGET, arguments(keys.page(), users)));
    queued.add(redis.sendCommand(Command.HMGET, arguments(keys.latestPage(), users)));
    queued.add(redis.sendCommand(Command.HMGET, arguments(keys.versions(), users)));
    queued.add(redis.sendCommand(Command.ZMSCORE, arguments(keys.offline(), users)));
    return new PartitionRead(queued, redis.sendCommand(Command.EXEC, new String[0]));
  }

  private static String[] arguments(String key, List<UserId> users) {
    return Stream.concat(Stream.of(key), users.stream().map(UserId::value)).toArray(String[]::new);
  }

  /**
   * Returns the data, after the pipeline was sent.
   *
   * @throws JedisException if Redis rejected a command
   */
  Data data() {
    // They tell why Redis rejects a transaction, such as MOVED; EXEC itself does not.
    queued.forEach(Response::get);
    List<?> results = (List<?>) exec.get();
    List<Double> active = built(BuilderFactory.DOUBLE_LIST, results.get(2));
    List<Double> wasActive = built(BuilderFactory.DOUBLE_LIST, results.get(3));
    List<String> page = built(BuilderFactory.STRING_LIST, results.get(4));
    List<String> latest = built(BuilderFactory.STRING_LIST, results.get(5));
    List<String> version = built(BuilderFactory.STRING_LIST, results.get(6));
    List<Double> offline = built(BuilderFactory.DOUBLE_LIST, results.get(7));
    List<Found> users = new ArrayList<>(active.size());
    for (int i = 0; i < active.size(); i++) {
      users.add(
          new Found(
              active.get(i),
              wasActive.get(i),
              page.get(i),
              latest.get(i),
              version.get(i),
              offline.get(i)));
    }
    return new Data(
        RedisTime.micros(results.get(0)) / 1_000,
        built(BuilderFactory.TUPLE_LIST, results.get(1)).stream()
            .mapToLong(node -> (long) node.getScore())
            .findFirst(),
        users);
  }

  private static <T> T built(Builder<T> builder, Object result) {
    if (result instanceof JedisDataException failure) {
      throw failure;
    }
    return builder.build(result);
  }
}
