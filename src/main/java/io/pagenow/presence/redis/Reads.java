package io.pagenow.presence.redis;

import io.pagenow.presence.model.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.resps.Tuple;

/**
 * Reads what Redis has about users, by plain commands: a script would take Redis four times as
 * long. Thread-safe.
 *
 * @param shards where
 */
record Reads(Shards shards, Partitions partitions) {

  /** A failure that took longer is no stale connection, and no time is left to try again. */
  private static final long AT_ONCE = TimeUnit.MILLISECONDS.toNanos(100);

  /**
   * What Redis has about a user; null each where it has nothing.
   *
   * @param active last activity, in milliseconds
   * @param wasActive last activity before they went offline
   * @param page JSON of the page that they are on
   * @param latest JSON of the last page that they showed
   */
  record Found(
      @Nullable Double active,
      @Nullable Double wasActive,
      @Nullable String page,
      @Nullable String latest) {}

  /** One transaction asks about so many: Redis does nothing else meanwhile. */
  private static final int CHUNK = 1_000;

  /**
   * What Redis has at one moment.
   *
   * @param now its time, in milliseconds
   * @param lease the end of the lease that was renewed last, in the same; empty without nodes
   * @param users what it has about each, in the order asked for
   */
  record Moment(long now, OptionalLong lease, List<Found> users) {}

  /**
   * Reads about users of a partition: a thousand in one round trip, at one moment.
   *
   * @throws JedisException where Redis cannot be asked or refuses
   */
  Moment read(int partition, List<UserId> users) {
    long start = System.nanoTime();
    try {
      return readOnce(partition, users);
    } catch (JedisException e) {
      boolean mayBeStale = e instanceof JedisConnectionException || Shards.isElsewhere(e);
      if (!mayBeStale || System.nanoTime() - start > AT_ONCE) {
        throw e;
      }
      // A pooled connection that Redis closed while it was idle, and so are the others, probably;
      // or one to where the partition was before.
      shards.lookAgain();
      return readOnce(partition, users);
    }
  }

  private Moment readOnce(int partition, List<UserId> users) {
    Moment first = readChunk(partition, users.subList(0, Math.min(CHUNK, users.size())));
    if (users.size() <= CHUNK) {
      return first;
    }
    List<Found> found = new ArrayList<>(first.users());
    for (int from = CHUNK; from < users.size(); from += CHUNK) {
      int to = Math.min(from + CHUNK, users.size());
      found.addAll(readChunk(partition, users.subList(from, to)).users());
    }
    return new Moment(first.now(), first.lease(), found);
  }

  private Moment readChunk(int partition, List<UserId> users) {
    Partitions.Keys keys = partitions.keysOf(partition);
    String[] ids = users.stream().map(UserId::value).toArray(String[]::new);
    try (Transaction reading = shards.transaction(partition)) {
      Response<Object> time = reading.sendCommand(Command.TIME, new String[0]);
      Response<List<Tuple>> newest = reading.zrevrangeWithScores(keys.nodes(), 0, 0);
      Response<List<Double>> active = reading.zmscore(keys.status(), ids);
      Response<List<Double>> wasActive = reading.zmscore(keys.lastActive(), ids);
      Response<List<String>> page = reading.hmget(keys.page(), ids);
      Response<List<String>> latest = reading.hmget(keys.latestPage(), ids);
      reading.exec();
      List<Found> found = new ArrayList<>(ids.length);
      for (int i = 0; i < ids.length; i++) {
        found.add(
            new Found(
                active.get().get(i),
                wasActive.get().get(i),
                page.get().get(i),
                latest.get().get(i)));
      }
      return new Moment(
          RedisTime.micros(time.get()) / 1_000,
          newest.get().stream().mapToLong(node -> (long) node.getScore()).findFirst(),
          found);
    }
  }
}
