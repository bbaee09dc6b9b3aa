package io.pagenow.presence.redis.inbox;

import io.pagenow.presence.cluster.subscription.ResumeLimit;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.connection.Pool;
import io.pagenow.presence.redis.connection.RedisTime;
import io.pagenow.presence.redis.connection.Shards;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.SetParams;

/**
 * The limit in a string: a time in microseconds. It is in the first partition. If Redis lost it,
 * the limit is now. Thread-safe.
 */
@Singleton
public final class RedisResumeLimit implements ResumeLimit {

  /** The sweep removes the versions of offline users after an hour. */
  private static final long MAX_AGE_MICROS = Duration.ofMinutes(55).toMillis() * 1_000;

  private static final int PARTITION = 0;

  private final Shards shards;
  private final String key;

  @Inject
  public RedisResumeLimit(@Pool(Pool.For.READS) Shards primary, Partitions partitions) {
    this.shards = primary;
    this.key = partitions.resumeLimit();
  }

  @Override
  public void begin() {
    set(SetParams.setParams().nx());
  }

  @Override
  public void raise() {
    set(SetParams.setParams());
  }

  private void set(SetParams when) {
    var unused =
        shards.repeatable(
            PARTITION,
            redis -> {
              Response<String> done = redis.set(key, String.valueOf(now(redis)), when);
              redis.sync();
              return Optional.ofNullable(done.get());
            });
  }

  @Override
  public boolean allows(long version) {
    return shards.repeatable(
        PARTITION,
        redis -> {
          long now = now(redis);
          redis.set(key, String.valueOf(now), SetParams.setParams().nx());
          Response<String> limit = redis.get(key);
          redis.sync();
          return version >= Long.parseLong(limit.get())
              && version > now - MAX_AGE_MICROS
              && version <= now;
        });
  }

  private static long now(Pipeline redis) {
    Response<Object> time = redis.sendCommand(Command.TIME, new String[0]);
    redis.sync();
    return RedisTime.micros(time.get());
  }
}
