package io.pagenow.presence.redis;

import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.platform.Outage;
import io.pagenow.presence.platform.Settings;
import io.pagenow.presence.redis.Reads.Call;
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
import java.util.function.LongSupplier;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Reads presence in one round trip: from the reader endpoint, where there is one and it is of use,
 * or else from the primary.
 */
@Singleton
public final class RedisPresenceReader implements PresenceReader {

  private final Outage outage = new Outage("Redis, where it is read,");
  private final Reads primary;
  private final Replica replica;
  private final boolean hasReplica;
  private final String timeout;

  @Inject
  public RedisPresenceReader(
      @Use(Use.For.READS) RedisClient primary,
      @Use(Use.For.REPLICA_READS) RedisClient replica,
      Settings settings) {
    this(primary, replica, settings, System::nanoTime);
  }

  /**
   * @param nanoTime this node's clock, as {@link System#nanoTime()}
   */
  RedisPresenceReader(
      RedisClient primary, RedisClient replica, Settings settings, LongSupplier nanoTime) {
    this.primary = new Reads(primary);
    this.replica = new Replica(new Reads(replica), nanoTime);
    this.hasReplica = settings.redis().hasReplica();
    this.timeout = String.valueOf(settings.timeout().toMillis());
  }

  @Override
  public Map<UserId, Presence> presenceOf(Collection<UserId> users) {
    List<String> arguments = new ArrayList<>(users.size() + 1);
    arguments.add(timeout);
    users.forEach(user -> arguments.add(user.value()));
    List<?> answers = (List<?>) read(new Call(Script.READ, arguments));
    Map<UserId, Presence> presence = new LinkedHashMap<>();
    int next = 0;
    for (UserId user : users) {
      presence.put(user, presence((List<?>) answers.get(next++)));
    }
    return presence;
  }

  private Object read(Call call) {
    return hasReplica
        ? replica.run(call).orElseGet(() -> readFromPrimary(call))
        : readFromPrimary(call);
  }

  private Object readFromPrimary(Call call) {
    try {
      Object result = primary.run(call).get(0);
      outage.succeeded();
      return result;
    } catch (JedisException e) {
      outage.failed(e);
      throw new UnavailableException("Redis", e);
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
