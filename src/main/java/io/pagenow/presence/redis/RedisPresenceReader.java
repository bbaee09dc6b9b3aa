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
import java.util.stream.Collectors;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Reads presence in one round trip a partition: from the reader endpoint, where there is one and it
 * is of use, or else from the primary.
 */
@Singleton
public final class RedisPresenceReader implements PresenceReader {

  private final Outage outage = new Outage("Redis, where it is read,");
  private final Partitions partitions;
  private final Reads primary;
  private final Replica replica;
  private final boolean hasReplica;
  private final String timeout;

  @Inject
  public RedisPresenceReader(
      @Use(Use.For.READS) Shards primary,
      @Use(Use.For.REPLICA_READS) Shards replica,
      Partitions partitions,
      Settings settings) {
    this(primary, replica, partitions, settings, System::nanoTime);
  }

  /**
   * @param nanoTime this node's clock, as {@link System#nanoTime()}
   */
  RedisPresenceReader(
      Shards primary,
      Shards replica,
      Partitions partitions,
      Settings settings,
      LongSupplier nanoTime) {
    this.partitions = partitions;
    this.primary = new Reads(primary, partitions);
    this.replica = new Replica(new Reads(replica, partitions), nanoTime);
    this.hasReplica = settings.redis().hasReplica() && partitions.count() == 1;
    this.timeout = String.valueOf(settings.timeout().toMillis());
  }

  @Override
  public Map<UserId, Presence> presenceOf(Collection<UserId> users) {
    Map<UserId, Presence> presence = new LinkedHashMap<>();
    // In the order asked for, whichever partition answers first.
    users.forEach(user -> presence.put(user, Presence.OFFLINE));
    if (partitions.count() == 1) {
      read(0, List.copyOf(users), presence);
    } else {
      users.stream()
          .collect(Collectors.groupingBy(partitions::of))
          .forEach((partition, some) -> read(partition, some, presence));
    }
    return presence;
  }

  private void read(int partition, List<UserId> users, Map<UserId, Presence> presence) {
    List<String> arguments = new ArrayList<>(users.size() + 1);
    arguments.add(timeout);
    users.forEach(user -> arguments.add(user.value()));
    List<?> answers = (List<?>) read(partition, new Call(Script.READ, arguments));
    for (int i = 0; i < users.size(); i++) {
      presence.put(users.get(i), presence((List<?>) answers.get(i)));
    }
  }

  private Object read(int partition, Call call) {
    return hasReplica
        ? replica.run(call).orElseGet(() -> readFromPrimary(partition, call))
        : readFromPrimary(partition, call);
  }

  private Object readFromPrimary(int partition, Call call) {
    try {
      Object result = primary.run(partition, call).get(0);
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
