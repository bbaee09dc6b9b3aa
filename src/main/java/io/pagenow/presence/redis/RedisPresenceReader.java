package io.pagenow.presence.redis;

import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.platform.Outage;
import io.pagenow.presence.platform.Settings;
import io.pagenow.presence.tracking.PresenceReader;
import io.pagenow.presence.wire.Pages;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** Reads presence from the reader endpoint, in one round trip. */
@Singleton
public final class RedisPresenceReader implements PresenceReader {

  /** A failure that took longer is no stale connection, and no time is left to try again. */
  private static final long AT_ONCE = TimeUnit.MILLISECONDS.toNanos(100);

  private final Outage outage = new Outage("Redis, where it is read,");
  private final RedisClient redis;
  private final Partitions partitions;
  private final String timeout;

  @Inject
  public RedisPresenceReader(
      @Use(Use.For.READS) RedisClient redis, Partitions partitions, Settings settings) {
    this.redis = redis;
    this.partitions = partitions;
    this.timeout = String.valueOf(settings.timeout().toMillis());
  }

  @Override
  public Map<UserId, Presence> presenceOf(Collection<UserId> users) {
    List<String> arguments = new ArrayList<>(users.size() + 1);
    arguments.add(timeout);
    users.forEach(user -> arguments.add(user.value()));
    List<?> answers = (List<?>) read(arguments);
    outage.succeeded();
    Map<UserId, Presence> presence = new LinkedHashMap<>();
    int next = 0;
    for (UserId user : users) {
      presence.put(user, presence((List<?>) answers.get(next++)));
    }
    return presence;
  }

  private Object read(List<String> arguments) {
    long start = System.nanoTime();
    try {
      try {
        return run(arguments);
      } catch (JedisConnectionException e) {
        if (System.nanoTime() - start > AT_ONCE) {
          throw e;
        }
        // A pooled connection that Redis closed while it was idle; so are the others, probably.
        redis.getPool().clear();
        return run(arguments);
      }
    } catch (JedisException e) {
      outage.failed(e);
      throw new UnavailableException("Redis", e);
    }
  }

  private Object run(List<String> arguments) {
    try {
      return redis.evalsha(Script.READ.sha1(), partitions.keys(0), arguments);
    } catch (JedisNoScriptException e) {
      return redis.eval(Script.READ.text(), partitions.keys(0), arguments);
    }
  }

  private static Presence presence(List<?> answer) {
    return switch (answer.size()) {
      case 0 -> Presence.OFFLINE;
      case 1 -> new Presence.Offline(time(answer.get(0)));
      default -> new Presence.Online(page(answer.get(1)), page(answer.get(2)), time(answer.get(0)));
    };
  }

  private static Instant time(Object score) {
    return Instant.ofEpochMilli((long) Double.parseDouble((String) score));
  }

  private static Page page(Object json) {
    return Pages.decode((String) json);
  }
}
