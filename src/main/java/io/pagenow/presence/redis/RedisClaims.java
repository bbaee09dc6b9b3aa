package io.pagenow.presence.redis;

import io.pagenow.presence.cluster.sweep.Claims;
import io.pagenow.presence.config.Settings;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.script.BlockingScripts;
import io.pagenow.presence.redis.script.Script;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
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
  private static final String BATCH = "200";

  /** In milliseconds, as all durations that scripts get. */
  private static final String CLAIM_IS_STALE = "30000";

  private final BlockingScripts scripts;
  private final String node;
  private final String timeout;
  private final List<DeadNodeReaper> reapers;

  @Inject
  public RedisClaims(BlockingScripts scripts, Partitions partitions, Hub hub, Settings settings) {
    this.scripts = scripts;
    this.node = hub.node().value();
    this.timeout = String.valueOf(settings.timeout().toMillis());
    this.reapers =
        IntStream.range(0, partitions.count())
            .mapToObj(
                partition ->
                    new DeadNodeReaper(
                        (script, arguments) -> scripts.run(partition, script, arguments),
                        timeout,
                        BATCH))
            .toList();
  }

  @Override
  public List<Idle> claimIdle() {
    return scripts.everywhere(
        Script.CLAIM_IDLE, List.of(node, timeout, BATCH), ScriptResults::idle);
  }

  @Override
  public List<UserId> claimAfterGrace() {
    return scripts.everywhere(
        Script.CLAIM_AFTER_GRACE, List.of(timeout, BATCH), ScriptResults::user);
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
    return scripts.everywhere(Script.RECLAIM, List.of(CLAIM_IS_STALE, BATCH), ScriptResults::user);
  }

  @Override
  public void announce(Collection<UserId> users, Consumer<TimedOut> announced) {
    scripts.forEach(
        users,
        Script.ANNOUNCE,
        node,
        (user, version) -> ScriptResults.timedOut(user, version).ifPresent(announced));
  }
}
