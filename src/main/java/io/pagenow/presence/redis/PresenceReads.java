package io.pagenow.presence.redis;

import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.Pages;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.connection.RedisTime;
import io.pagenow.presence.redis.connection.Shards;
import java.util.ArrayList;
import java.util.Iterator;
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
 * PresenceReads what Redis has about users, by plain commands: a script would take Redis four times
 * as long. Thread-safe.
 *
 * @param shards where
 */
record PresenceReads(Shards shards, Partitions partitions) {

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
      @Nullable String latest) {

    /** The same user with hidden activity. */
    Found hidden() {
      return new Found(active, wasActive, HIDDEN, null);
    }
  }

  /** JSON of the page of a user with hidden activity. */
  static final String HIDDEN = Pages.encode(Page.NONE);

  /**
   * The users of one transaction. Redis does nothing else meanwhile, and their pages may have 5 MB.
   */
  private static final int CHUNK = 200;

  /**
   * What Redis has at one moment.
   *
   * @param now its time, in milliseconds
   * @param lease the end of the lease that was renewed last, in the same; empty without nodes
   * @param users what it has about each, in the order asked for
   * @param complete whether it has all pages of theirs
   */
  record Moment(long now, OptionalLong lease, List<Found> users, boolean complete) {}

  /**
   * A question about users of one partition.
   *
   * @param bytes of pages that the answer may have; further users are hidden in it
   */
  record Question(List<UserId> users, long bytes) {}

  /**
   * PresenceReads about users of a partition: 200 in one round trip, at one moment.
   *
   * @return an answer to each question
   * @throws JedisException where Redis cannot be asked or refuses
   */
  List<Moment> read(int partition, List<Question> questions) {
    long start = System.nanoTime();
    try {
      return readOnce(partition, questions);
    } catch (JedisException e) {
      boolean mayBeStale = e instanceof JedisConnectionException || Shards.isElsewhere(e);
      if (!mayBeStale || System.nanoTime() - start > AT_ONCE) {
        throw e;
      }
      // A pooled connection that Redis closed while it was idle, and so are the others, probably;
      // or one to where the partition was before.
      shards.lookAgain();
      return readOnce(partition, questions);
    }
  }

  private List<Moment> readOnce(int partition, List<Question> questions) {
    List<UserId> users = questions.stream().flatMap(q -> q.users().stream()).toList();
    Iterator<Question> open = questions.iterator();
    List<Moment> answers = new ArrayList<>(questions.size());
    Question question = open.next();
    PageBudget budget = new PageBudget(question.bytes());
    List<Found> found = new ArrayList<>(question.users().size());
    for (int from = 0; from < users.size(); from += CHUNK) {
      int to = Math.min(from + CHUNK, users.size());
      Moment chunk = readChunk(partition, users.subList(from, to));
      for (Found user : chunk.users()) {
        found.add(budget.charge(user));
        if (found.size() == question.users().size()) {
          answers.add(new Moment(chunk.now(), chunk.lease(), found, !budget.isExceeded()));
          if (open.hasNext()) {
            question = open.next();
            budget = new PageBudget(question.bytes());
            found = new ArrayList<>(question.users().size());
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
          found,
          true);
    }
  }
}
