package io.pagenow.presence.redis.reader;

import io.pagenow.presence.concurrent.Batcher;
import io.pagenow.presence.concurrent.Outage;
import io.pagenow.presence.config.Settings;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.model.Visibility;
import io.pagenow.presence.presence.query.OwnPresence;
import io.pagenow.presence.presence.query.OwnPresences;
import io.pagenow.presence.protocol.StoredPages;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.connection.Pool;
import io.pagenow.presence.redis.connection.Shards;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The own presence in Redis, read together with the visibility, in one transaction for a batch of
 * users. Thread-safe.
 */
@Singleton
public final class RedisOwnPresences implements OwnPresences {

  private static final String NEVER_CHOSEN = "0 friends";
  private static final Pattern SPACE = Pattern.compile(" ");

  /** The maximum number of users in one batch. Each of them has ten short commands. */
  private static final int BATCH = 16;

  /** No user is idle before the sweep. */
  private static final long IDLE_BEFORE = Long.MIN_VALUE;

  private final Shards shards;
  private final Partitions partitions;
  private final List<Batcher<UserId, OwnPresence>> batchers;

  @Inject
  public RedisOwnPresences(
      @Pool(Pool.For.READS) Shards primary,
      Partitions partitions,
      Settings settings,
      ThreadFactory threads) {
    this.shards = primary;
    this.partitions = partitions;
    Outage outage = new Outage("Redis");
    var limits =
        new Batcher.Limits(BATCH, settings.redis().readers(), RedisPresenceReader.PATIENCE);
    this.batchers =
        IntStream.range(0, partitions.count())
            .mapToObj(
                partition ->
                    new Batcher<UserId, OwnPresence>(
                        outage, limits, threads, users -> read(partition, users)))
            .toList();
  }

  @PreDestroy
  public void close() {
    batchers.forEach(Batcher::close);
  }

  @Override
  public OwnPresence of(UserId user) {
    return batchers.get(partitions.of(user)).ask(user).get();
  }

  private List<OwnPresence> read(int partition, List<UserId> users) {
    try {
      return shards.repeatable(() -> readOnce(partition, users));
    } catch (JedisException e) {
      shards.rediscover();
      throw e;
    }
  }

  private List<OwnPresence> readOnce(int partition, List<UserId> users) {
    try (Transaction reading = shards.transaction(partition)) {
      List<Supplier<OwnPresence>> found =
          users.stream().map(user -> ask(reading, user.value(), partition)).toList();
      reading.exec();
      return found.stream().map(Supplier::get).toList();
    }
  }

  /** Adds the commands for a user, and returns how to read their answers. */
  private Supplier<OwnPresence> ask(Transaction reading, String user, int partition) {
    Partitions.Keys keys = partitions.keysOf(partition);
    Response<String> chosen = reading.hget(keys.visibilities(), user);
    Response<String> version = reading.hget(keys.versions(), user);
    Response<Double> offline = reading.zscore(keys.offline(), user);
    Response<Double> wasActive = reading.zscore(keys.lastActive(), user);
    Response<Double> active = reading.zscore(keys.status(), user);
    Response<String> page = reading.hget(keys.page(), user);
    Response<String> latest = reading.hget(keys.latestPage(), user);
    Response<Double> ownActive = reading.zscore(keys.own() + "status", user);
    Response<String> ownPage = reading.hget(keys.own() + "page", user);
    Response<String> ownLatest = reading.hget(keys.own() + "latest_page", user);
    return () -> {
      String[] choice = SPACE.split(chosen.get() == null ? NEVER_CHOSEN : chosen.get(), 2);
      double since = Double.parseDouble(choice[0]);
      Visibility visibility = Visibility.parse(choice[1]).orElse(Visibility.FRIENDS);
      Found found =
          switch (visibility) {
            case FRIENDS ->
                new Found(
                    active.get(),
                    wasActive.get(),
                    page.get(),
                    latest.get(),
                    version.get(),
                    Math.max(since, orZero(offline.get())));
            case NOBODY ->
                new Found(
                    ownActive.get(), null, ownPage.get(), ownLatest.get(), version.get(), since);
          };
      return new OwnPresence(found.presence(IDLE_BEFORE, StoredPages::decodeOrHide), visibility);
    };
  }

  private static double orZero(@Nullable Double score) {
    return score == null ? 0 : score;
  }
}
