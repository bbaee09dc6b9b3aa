package io.pagenow.presence.redis.reader;

import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.model.Visibility;
import io.pagenow.presence.presence.query.OwnPresence;
import io.pagenow.presence.presence.query.OwnPresences;
import io.pagenow.presence.protocol.StoredPages;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.connection.Pool;
import io.pagenow.presence.redis.connection.Shards;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisException;

/** The own presence in Redis, read in one transaction with the visibility. Thread-safe. */
@Singleton
public final class RedisOwnPresences implements OwnPresences {

  private static final String NEVER_CHOSEN = "0 friends";
  private static final Pattern SPACE = Pattern.compile(" ");

  /** No user is idle before the sweep. */
  private static final long IDLE_BEFORE = Long.MIN_VALUE;

  private final Shards shards;
  private final Partitions partitions;

  @Inject
  public RedisOwnPresences(@Pool(Pool.For.READS) Shards primary, Partitions partitions) {
    this.shards = primary;
    this.partitions = partitions;
  }

  @Override
  public OwnPresence of(UserId user) {
    try {
      return shards.repeatable(() -> read(user.value(), partitions.of(user)));
    } catch (JedisException e) {
      shards.rediscover();
      throw new UnavailableException("Redis", e);
    }
  }

  private OwnPresence read(String user, int partition) {
    Partitions.Keys keys = partitions.keysOf(partition);
    try (Transaction reading = shards.transaction(partition)) {
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
      reading.exec();
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
    }
  }

  private static double orZero(@Nullable Double score) {
    return score == null ? 0 : score;
  }
}
