package io.pagenow.presence.redis;

import static io.pagenow.presence.redis.script.Argument.AGE;
import static io.pagenow.presence.redis.script.Argument.HISTORY;
import static io.pagenow.presence.redis.script.Argument.LIMIT;
import static io.pagenow.presence.redis.script.Argument.NODE;
import static io.pagenow.presence.redis.script.Argument.RESTORABLE;
import static io.pagenow.presence.redis.script.Argument.TIMEOUT;
import static io.pagenow.presence.redis.script.Argument.USER;

import io.pagenow.presence.cluster.sweep.Claims;
import io.pagenow.presence.config.Settings;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.metrics.ClusterMeters;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.redis.blocking.BlockingScripts;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.script.Script;
import io.pagenow.presence.redis.script.ScriptResults;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The claims in Redis: a sorted set in each partition. */
@Singleton
public final class RedisClaims implements Claims {

  /**
   * The maximum number of users that one script handles, so that it blocks Redis for a few
   * milliseconds only.
   */
  private static final int BATCH = 200;

  private static final Duration CLAIM_IS_STALE = Duration.ofSeconds(30);

  private final BlockingScripts scripts;
  private final String node;
  private final Duration timeout;
  private final Duration history;
  private final List<DeadNodeReaper> reapers;

  @Inject
  public RedisClaims(
      BlockingScripts scripts,
      Partitions partitions,
      Hub hub,
      Settings settings,
      ClusterMeters meters) {
    this.scripts = scripts;
    this.node = hub.node().value();
    this.timeout = settings.timeout();
    this.history = settings.operations().history();
    this.reapers =
        IntStream.range(0, partitions.count())
            .mapToObj(
                partition ->
                    new DeadNodeReaper(
                        call -> scripts.run(partition, call),
                        timeout,
                        history,
                        BATCH,
                        // A dead node is in all partitions, and counts once.
                        partition == 0 ? meters::reapedNode : () -> {}))
            .toList();
  }

  @Override
  public List<Idle> claimIdle() {
    return scripts.everywhere(
        Script.CLAIM_IDLE
            .call()
            .with(NODE, node)
            .with(TIMEOUT, timeout)
            .with(LIMIT, BATCH)
            .with(HISTORY, history),
        ScriptResults::idle);
  }

  @Override
  public List<UserId> claimAfterGrace() {
    return scripts.everywhere(
        Script.CLAIM_AFTER_GRACE
            .call()
            .with(RESTORABLE, timeout)
            .with(LIMIT, BATCH)
            .with(HISTORY, history),
        ScriptResults::user);
  }

  @Override
  public List<UserId> claimOfDeadNodes() {
    // Returns the users of one partition, so that they are announced even if another one fails.
    return reapers.stream()
        .map(DeadNodeReaper::claim)
        .filter(users -> !users.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  @Override
  public List<UserId> reclaim() {
    return scripts.everywhere(
        Script.RECLAIM.call().with(AGE, CLAIM_IS_STALE).with(LIMIT, BATCH), ScriptResults::user);
  }

  @Override
  public void announce(Collection<UserId> users, Consumer<TimedOut> announced) {
    scripts.forEach(
        users,
        user -> Script.ANNOUNCE.call().with(NODE, node).with(USER, user.value()),
        (user, event) -> ScriptResults.timedOut(user, event).ifPresent(announced));
  }
}
