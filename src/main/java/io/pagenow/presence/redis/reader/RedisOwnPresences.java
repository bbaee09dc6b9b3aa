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
import io.pagenow.presence.redis.master.MasterBatchers;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The own presence in Redis, read together with the visibility, in one transaction for each user.
 * Thread-safe.
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
  private final MasterBatchers<UserId, OwnPresence> batchers;

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
        new MasterBatchers<>(primary, outage, limits, threads, partitions::of, this::read);
  }

  @PreDestroy
  public void close() {
    batchers.close();
  }

  @Override
  public OwnPresence of(UserId user) {
    return batchers.ask(List.of(user)).get().get(0);
  }

  /** Reads users of partitions on one master in one round trip. */
  List<OwnPresence> read(List<UserId> users) {
    try {
      return shards.repeatable(() -> readOnce(users));
    } catch (JedisException e) {
      shards.rediscover();
      throw e;
    }
  }

  private List<OwnPresence> readOnce(List<UserId> users) {
    List<Supplier<OwnPresence>> found;
    try (Pipeline redis = shards.pipeline(partitions.of(users.get(0)))) {
      found = users.stream().map(user -> send(redis, user)).toList();
      redis.sync();
    }
    return found.stream().map(Supplier::get).toList();
  }

  /** Adds the commands for a user, and returns how to read their answers. */
  private Supplier<OwnPresence> send(Pipeline redis, UserId user) {
    Partitions.Keys keys = partitions.keysOf(partitions.of(user));
    var reading = new PipelinedTransaction(redis);
    Response<String> chosen = value(reading, keys.visibilities(), user);
    Response<String> version = value(reading, keys.versions(), user);
    Response<Double> offline = score(reading, keys.offline(), user);
    Response<Double> wasActive = score(reading, keys.lastActive(), user);
    Response<Double> active = score(reading, keys.status(), user);
    Response<String> page = value(reading, keys.page(), user);
    Response<String> latest = value(reading, keys.latestPage(), user);
    Response<Double> ownActive = score(reading, keys.own() + "status", user);
    Response<String> ownPage = value(reading, keys.own() + "page", user);
    Response<String> ownLatest = value(reading, keys.own() + "latest_page", user);
    reading.end();
    return () -> {
      reading.readResults();
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

  private static Response<String> value(PipelinedTransaction reading, String key, UserId user) {
    return reading.add(BuilderFactory.STRING, Command.HGET, key, user.value());
  }

  private static Response<Double> score(PipelinedTransaction reading, String key, UserId user) {
    return reading.add(BuilderFactory.DOUBLE, Command.ZSCORE, key, user.value());
  }

  private static double orZero(@Nullable Double score) {
    return score == null ? 0 : score;
  }
}
