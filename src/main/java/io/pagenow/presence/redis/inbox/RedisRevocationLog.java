package io.pagenow.presence.redis.inbox;

import io.pagenow.presence.model.UserId;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.connection.Pool;
import io.pagenow.presence.redis.connection.RedisTime;
import io.pagenow.presence.redis.connection.Shards;
import io.pagenow.presence.revocation.RevocationLog;
import io.pagenow.presence.revocation.Revocations;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.ZAddParams;
import redis.clients.jedis.resps.Tuple;

/**
 * The revocations in a sorted set: users, scored by the time of the last revocation in
 * milliseconds. Its key belongs to no partition. Thread-safe.
 */
@Singleton
public final class RedisRevocationLog implements RevocationLog {

  private final Shards shards;
  private final String key;

  @Inject
  public RedisRevocationLog(@Pool(Pool.For.READS) Shards primary, Partitions partitions) {
    this.shards = primary;
    this.key = partitions.revocations();
  }

  /** Repeated commands record a later time for the same users, which does no harm. */
  @Override
  public Instant add(Collection<UserId> users) {
    return shards.repeatable(
        Partitions.REVOCATIONS,
        redis -> {
          Response<Object> answer = redis.sendCommand(Command.TIME, new String[0]);
          redis.sync();
          long now = RedisTime.micros(answer.get()) / 1_000;
          users.forEach(
              user -> redis.zadd(key, (double) now, user.value(), ZAddParams.zAddParams().gt()));
          redis.zremrangeByScore(key, 0, (double) (now - Revocations.AGE.toMillis()));
          redis.sync();
          return Instant.ofEpochMilli(now);
        });
  }

  @Override
  public Map<UserId, Instant> since(Instant time) {
    return shards.repeatable(
        Partitions.REVOCATIONS,
        redis -> {
          Response<List<Tuple>> found =
              redis.zrangeByScoreWithScores(
                  key, (double) time.toEpochMilli(), Double.POSITIVE_INFINITY);
          redis.sync();
          Map<UserId, Instant> revoked = new HashMap<>();
          for (Tuple tuple : found.get()) {
            UserId.parse(tuple.getElement())
                .ifPresent(
                    user -> revoked.put(user, Instant.ofEpochMilli((long) tuple.getScore())));
          }
          return revoked;
        });
  }
}
