package io.pagenow.presence.redis.reader;

import io.pagenow.presence.model.UserId;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.connection.RedisTime;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Response;
import redis.clients.jedis.resps.Tuple;

/** A transaction that reads users of one partition. */
final class PartitionRead {

  private PartitionRead() {}

  /**
   * The data of users at one moment.
   *
   * @param now the time of Redis, in milliseconds since the epoch
   * @param lease the end of the lease that was renewed last, in the same unit; empty without nodes
   * @param users the data of each user, in the requested order
   */
  record Data(long now, OptionalLong lease, List<Found> users) {}

  /** Adds the commands to a pipeline. Returns how to read the data after the pipeline was sent. */
  // The supplier throws a JedisException if Redis rejected a command.
  static Supplier<Data> send(Pipeline redis, Partitions.Keys keys, List<UserId> users) {
    var reading = new PipelinedTransaction(redis);
    Response<Object> time = reading.add(BuilderFactory.RAW_OBJECT, Command.TIME);
    Response<List<Tuple>> leases =
        reading.add(
            BuilderFactory.TUPLE_LIST, Command.ZREVRANGE, keys.nodes(), "0", "0", "WITHSCORES");
    Response<List<Double>> active = scores(reading, keys.status(), users);
    Response<List<Double>> wasActive = scores(reading, keys.lastActive(), users);
    Response<List<String>> page = values(reading, keys.page(), users);
    Response<List<String>> latest = values(reading, keys.latestPage(), users);
    Response<List<String>> version = values(reading, keys.versions(), users);
    Response<List<Double>> offline = scores(reading, keys.offline(), users);
    reading.end();
    return () -> {
      reading.readResults();
      List<Found> found = new ArrayList<>(users.size());
      for (int i = 0; i < users.size(); i++) {
        found.add(
            new Found(
                active.get().get(i),
                wasActive.get().get(i),
                page.get().get(i),
                latest.get().get(i),
                version.get().get(i),
                offline.get().get(i)));
      }
      return new Data(
          RedisTime.micros(time.get()) / 1_000,
          leases.get().stream().mapToLong(node -> (long) node.getScore()).findFirst(),
          found);
    };
  }

  private static Response<List<Double>> scores(
      PipelinedTransaction reading, String key, List<UserId> users) {
    return reading.add(BuilderFactory.DOUBLE_LIST, Command.ZMSCORE, arguments(key, users));
  }

  private static Response<List<String>> values(
      PipelinedTransaction reading, String key, List<UserId> users) {
    return reading.add(BuilderFactory.STRING_LIST, Command.HMGET, arguments(key, users));
  }

  private static String[] arguments(String key, List<UserId> users) {
    return Stream.concat(Stream.of(key), users.stream().map(UserId::value)).toArray(String[]::new);
  }
}
