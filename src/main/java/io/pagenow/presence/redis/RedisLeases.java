package io.pagenow.presence.redis;

import static io.pagenow.presence.redis.script.Argument.NODE;

import io.pagenow.presence.cluster.Leases;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.connection.Pool;
import io.pagenow.presence.redis.connection.Shards;
import io.pagenow.presence.redis.pipeline.Scripts;
import io.pagenow.presence.redis.script.Argument;
import io.pagenow.presence.redis.script.Script;
import io.pagenow.presence.redis.script.ScriptCall;
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

/**
 * The lease of this node in each partition of Redis. Uses connections of its own, so that nothing
 * delays a renewal.
 */
@Singleton
public final class RedisLeases implements Leases {

  /** A late renewal does no harm, so it carries no time of sending. */
  private static final long NEVER_LATE = 0;

  private final Shards shards;
  private final Scripts scripts;
  private final Partitions partitions;
  private final String node;

  /**
   * The order in which partitions are renewed. A failed partition moves to the end, so that it does
   * not delay the other ones.
   */
  private final List<Integer> order;

  private int disruptions;
  private boolean lost;

  /**
   * Creates the leases.
   *
   * @param scripts detects first if recorded data may be lost
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
      // The scripts may have moved to another primary.
      shards.rediscover();
    }
    boolean lostBefore = lost;
    // Stays true until all answers arrive: a lost answer may have reported that Redis lost its
    // data.
    lost = true;
    ScriptCall renewal = Script.RENEW_LEASE.call().with(NODE, node).with(Argument.LEASE, LEASE);
    Long[] clocks = new Long[order.size()];
    boolean known = true;
    JedisException failure = null;
    for (Integer partition : List.copyOf(order)) {
      try {
        List<?> answer = (List<?>) run(partition, renewal);
        known &= Long.valueOf(1).equals(answer.get(0));
        clocks[partition] = (Long) answer.get(1);
      } catch (JedisException e) {
        order.remove(partition);
        order.add(partition);
        failure = e;
      }
    }
    failIf(failure);
    lost = false;
    return new Renewal(known && !lostBefore, Arrays.asList(clocks));
  }

  @Override
  public void end() {
    ScriptCall end = Script.END_LEASE.call().with(NODE, node);
    JedisException failure = null;
    for (Integer partition : List.copyOf(order)) {
      try {
        run(partition, end);
      } catch (JedisException e) {
        failure = e;
      }
    }
    failIf(failure);
  }

  private void failIf(@Nullable JedisException failure) {
    if (failure != null) {
      shards.rediscover();
      throw new UnavailableException("Redis", failure);
    }
  }

  /** Runs a script with EVAL: renewals are too rare for EVALSHA to save much. */
  private Object run(int partition, ScriptCall call) {
    try (Pipeline redis = shards.pipeline(partition)) {
      Response<Object> answer =
          redis.eval(call.script().text(), partitions.keys(partition), call.arguments(NEVER_LATE));
      redis.sync();
      return answer.get();
    }
  }
}
