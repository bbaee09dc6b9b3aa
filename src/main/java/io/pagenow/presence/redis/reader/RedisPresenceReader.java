package io.pagenow.presence.redis.reader;

import com.github.benmanes.caffeine.cache.Cache;
import io.pagenow.presence.concurrent.Batcher;
import io.pagenow.presence.concurrent.Caches;
import io.pagenow.presence.concurrent.Outage;
import io.pagenow.presence.config.Settings;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.query.PresenceReader;
import io.pagenow.presence.protocol.StoredPages;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.connection.Pool;
import io.pagenow.presence.redis.connection.Shards;
import io.pagenow.presence.redis.master.MasterBatchers;
import io.pagenow.presence.redis.reader.PresenceReads.Moment;
import io.pagenow.presence.redis.reader.PresenceReads.Query;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Reads presence in one round trip for each master, in batches with the queries of other callers.
 * Reads from the reader endpoint if there is a usable one, or else from the primary. Thread-safe.
 */
@Singleton
public final class RedisPresenceReader implements PresenceReader {

  /**
   * The maximum number of queries in one batch. With 20 users each, it blocks Redis for half a
   * millisecond.
   */
  private static final int BATCH = 16;

  /**
   * The maximum wait: for a replica that does not answer, then for a slow log-in and a slow answer
   * of the primary.
   */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final Duration DECODED_AGE = Duration.ofMinutes(1);
  private static final long DECODED_BYTES = 8 << 20;

  private final Cache<String, Page> decoded =
      Caches.weighing(DECODED_AGE, DECODED_BYTES, RedisPresenceReader::bytes);
  private final Partitions partitions;
  private final PresenceReads primary;
  private final Replica replica;
  private final boolean hasReplica;
  private final long timeout;
  private final MasterBatchers<Query, Moment> batchers;
  private final MasterBatchers<Query, Moment> currentBatchers;

  @Inject
  public RedisPresenceReader(
      @Pool(Pool.For.READS) Shards primary,
      @Pool(Pool.For.REPLICA_READS) Shards replica,
      Partitions partitions,
      Settings settings,
      ThreadFactory threads) {
    this(primary, replica, partitions, settings, threads, System::nanoTime);
  }

  /**
   * Creates the reader with a clock for tests.
   *
   * @param nanoTime the clock of this node, in the time of {@link System#nanoTime()}
   */
  public RedisPresenceReader(
      Shards primary,
      Shards replica,
      Partitions partitions,
      Settings settings,
      ThreadFactory threads,
      LongSupplier nanoTime) {
    this.partitions = partitions;
    this.primary = new PresenceReads(primary, partitions);
    this.replica = new Replica(new PresenceReads(replica, partitions), nanoTime);
    this.hasReplica = settings.redis().hasReplica() && partitions.count() == 1;
    this.timeout = settings.timeout().toMillis();
    Outage outage = new Outage("Redis");
    var limits = new Batcher.Limits(BATCH, settings.redis().readers(), PATIENCE);
    this.batchers =
        new MasterBatchers<>(primary, outage, limits, threads, Query::partition, this::answer);
    this.currentBatchers =
        new MasterBatchers<>(
            primary, outage, limits, threads, Query::partition, this.primary::read);
  }

  @PreDestroy
  public void close() {
    batchers.close();
    currentBatchers.close();
  }

  @Override
  public Reading read(Collection<UserId> users) {
    return readBounded(users, batchers);
  }

  @Override
  public Reading readFromPrimary(Collection<UserId> users) {
    return readBounded(users, currentBatchers);
  }

  private Reading readBounded(Collection<UserId> users, MasterBatchers<Query, Moment> from) {
    // Each partition gets its share of the maximum size of an answer.
    return read(
        users,
        from,
        timeout,
        some -> Math.max(MAX_BYTES * some / users.size(), 2L * Page.MAX_BYTES));
  }

  @Override
  public Map<UserId, Presence> readCurrent(Collection<UserId> users) {
    return read(users, currentBatchers, Long.MAX_VALUE, some -> Long.MAX_VALUE).presence();
  }

  private Reading read(
      Collection<UserId> users,
      MasterBatchers<Query, Moment> from,
      long idleAfter,
      IntToLongFunction maxBytes) {
    Map<UserId, Presence> presence = new LinkedHashMap<>();
    // In the requested order, whichever partition answers first.
    users.forEach(user -> presence.put(user, Presence.OFFLINE));
    List<Query> queries = new ArrayList<>();
    users.stream()
        .collect(Collectors.groupingBy(partitions::of))
        .forEach(
            (partition, some) ->
                queries.add(new Query(partition, some, maxBytes.applyAsLong(some.size()))));
    List<Moment> answers = from.ask(queries).get();
    boolean complete = true;
    Set<UserId> idle = new HashSet<>();
    for (int answer = 0; answer < answers.size(); answer++) {
      Moment moment = answers.get(answer);
      List<UserId> some = queries.get(answer).users();
      complete &= moment.complete();
      long idleBefore = moment.now() - idleAfter;
      for (int i = 0; i < some.size(); i++) {
        Found found = moment.users().get(i);
        presence.put(some.get(i), found.presence(idleBefore, this::decode));
        if (found.isIdle(idleBefore)) {
          idle.add(some.get(i));
        }
      }
    }
    return new Reading(presence, complete, idle);
  }

  private List<Moment> answer(List<Query> queries) {
    return (hasReplica ? replica.read(queries) : Optional.<List<Moment>>empty())
        .orElseGet(() -> primary.read(queries));
  }

  /** Decodes a page. The snapshots of all friends of a user contain the same page. */
  private Page decode(String text) {
    // One invalid value, perhaps written by another program, must not fail the whole answer.
    return decoded.get(text, StoredPages::decodeOrHide);
  }

  /** Estimates the size of a page and of its JSON form, at two bytes for a character. */
  private static int bytes(Page page) {
    return 200 + 4 * (page.url().length() + page.title().length());
  }
}
