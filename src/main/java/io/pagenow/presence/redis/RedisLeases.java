package io.pagenow.presence.redis;

import io.pagenow.presence.cluster.Leases;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.presence.PresenceStore;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.connection.Pool;
import io.pagenow.presence.redis.connection.Shards;
import io.pagenow.presence.redis.script.Script;
import io.pagenow.presence.redis.script.Scripts;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisException;

/** The lease of this node in each partition of Redis, over connections of its own. */
@Singleton
public final class RedisLeases implements Leases {

  /** A renewal that Redis finds late does no harm. */
  private static final long NEVER_LATE = 0;

  private final Shards shards;
  private final Scripts scripts;
  private final Partitions partitions;
  private final String node;

  /** Partitions that failed last come last, and do not delay those that answer. */
  private final List<Integer> order;

  private int disruptions;
  private boolean lost;

  /**
   * @param scripts notices first if something that was recorded may be lost
   */
  @Inject
  RedisLeases(
      @Pool(Pool.For.LEASES) Shards shards, Scripts scripts, Partitions partitions, Hub hub) {
    this.shards = shards;
    this.scripts = scripts;
    this.partitions = partitions;
    this.node = hub.node().value();
    this.order = new ArrayList<>(IntStream.range(0, partitions.count()).boxed().toList());
  }

  @Override
  public Renewal renew() {
    if (disruptions != scripts.disruptions()) {
      disruptions = scripts.disruptions();
      lost = true;
      // The scripts may run on another primary by now.
      shards.lookAgain();
    }
    boolean lostBefore = lost;
    // Until all answers are there: one that got lost may have said that Redis lost its data.
    lost = true;
    Long[] clocks = new Long[order.size()];
    boolean known = true;
    JedisException failure = null;
    for (Integer partition : List.copyOf(order)) {
      try {
        List<?> answer = (List<?>) run(partition, Script.RENEW, node, lease());
        known &= Long.valueOf(1).equals(answer.get(0));
        clocks[partition] = (Long) answer.get(1);
      } catch (JedisException e) {
        order.remove(partition);
        order.add(partition);
        failure = e;
      }
    }
    failIf(failure);
    Renewal renewal = new Renewal(known && !lostBefore, Arrays.asList(clocks));
    lost = false;
    return renewal;
  }

  @Override
  public void end() {
    JedisException failure = null;
    for (Integer partition : List.copyOf(order)) {
      try {
        run(partition, Script.LEAVE, node);
      } catch (JedisException e) {
        failure = e;
      }
    }
    failIf(failure);
  }

  private void failIf(@Nullable JedisException failure) {
    if (failure != null) {
      shards.lookAgain();
      throw new UnavailableException("Redis", failure);
    }
  }

  /** Runs a script by its text: renewals are too rare to save the few kilobytes. */
  private Object run(int partition, Script script, String... arguments) {
    try (Pipeline redis = shards.pipeline(partition)) {
      Response<Object> answer =
          redis.eval(
              script.text(),
              partitions.keys(partition),
              Script.arguments(NEVER_LATE, List.of(arguments)));
      redis.sync();
      return answer.get();
    }
  }

  private static String lease() {
    return String.valueOf(PresenceStore.LEASE.toMillis());
  }
}
