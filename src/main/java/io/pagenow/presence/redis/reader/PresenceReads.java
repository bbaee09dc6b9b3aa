package io.pagenow.presence.redis.reader;

import io.pagenow.presence.model.UserId;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.connection.RedisTime;
import io.pagenow.presence.redis.connection.Shards;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.resps.Tuple;

/**
 * Reads the data of users from Redis with plain commands, which cost Redis a quarter of the time of
 * a script. Thread-safe.
 *
 * @param shards the connections to use
 * @param partitions the names of the keys
 */
record PresenceReads(Shards shards, Partitions partitions) {

  /**
   * /** The maximum number of users in one transaction. Redis does nothing else during a
   * transaction, and the pages of 200 users may have 5 MB.
   */
  private static final int CHUNK = 200;

  /**
   * The data of users at one moment.
   *
   * @param now the time of Redis, in milliseconds since the epoch
   * @param lease the end of the lease that was renewed last, in the same unit; empty without nodes
   * @param users the data of each user, in the requested order
   * @param complete whether no page was hidden to save space
   */
  record Moment(long now, OptionalLong lease, List<Found> users, boolean complete) {}

  /**
   * A query about users of one partition.
   *
   * @param users the users to read
   * @param bytes the maximum size of the pages in the answer. The pages of further users are hidden
   */
  record Query(List<UserId> users, long bytes) {}

  /**
   * Reads users of a partition, 200 in each round trip. Blocks.
   *
   * @return one answer for each query
   * @throws JedisException if Redis does not answer, or answers with an error
   */
  List<Moment> read(int partition, List<Query> queries) {
    return shards.repeatable(() -> readOnce(partition, queries));
  }

  private List<Moment> readOnce(int partition, List<Query> queries) {
    List<UserId> users = queries.stream().flatMap(q -> q.users().stream()).toList();
    Iterator<Query> open = queries.iterator();
    List<Moment> answers = new ArrayList<>(queries.size());
    Query query = open.next();
    PageBudget budget = new PageBudget(query.bytes());
    List<Found> found = new ArrayList<>(query.users().size());
    for (int from = 0; from < users.size(); from += CHUNK) {
      int to = Math.min(from + CHUNK, users.size());
      Moment chunk = readChunk(partition, users.subList(from, to));
      for (Found user : chunk.users()) {
        found.add(budget.charge(user));
        if (found.size() == query.users().size()) {
          answers.add(new Moment(chunk.now(), chunk.lease(), found, !budget.isExceeded()));
          if (open.hasNext()) {
            query = open.next();
            budget = new PageBudget(query.bytes());
            found = new ArrayList<>(query.users().size());
          }
        }
      }
    }
    return answers;
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
      Response<List<String>> version = reading.hmget(keys.versions(), ids);
      Response<List<Double>> offline = reading.zmscore(keys.offline(), ids);
      reading.exec();
      List<Found> found = new ArrayList<>(ids.length);
      for (int i = 0; i < ids.length; i++) {
        found.add(
            new Found(
                active.get().get(i),
                wasActive.get().get(i),
                page.get().get(i),
                latest.get().get(i),
                version.get().get(i),
                offline.get().get(i)));
      }
      return new Moment(
          RedisTime.micros(time.get()) / 1_000,
          newest.get().stream().mapToLong(node -> (long) node.getScore()).findFirst(),
          found,
          true);
    }
  }
}
