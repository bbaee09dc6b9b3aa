package io.pagenow.presence.lifecycle;

import io.pagenow.presence.cluster.FriendshipWatch;
import io.pagenow.presence.cluster.Node;
import io.pagenow.presence.cluster.NodeLease;
import io.pagenow.presence.cluster.Recovery;
import io.pagenow.presence.cluster.SharingWatch;
import io.pagenow.presence.cluster.sweep.SteadySweep;
import io.pagenow.presence.concurrent.BackgroundLoop;
import io.pagenow.presence.concurrent.BackgroundLoop.Round;
import io.pagenow.presence.concurrent.BackgroundLoops;
import io.pagenow.presence.config.Settings;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.presence.PresenceService;
import io.pagenow.presence.revocation.Revocations;
import io.pagenow.presence.sharing.RuleReader;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Runs the periodic tasks of a node, each on its own thread. A slow or failed task does not delay
 * the other tasks, above all not the renewal of the lease. Tasks that act on the users of other
 * nodes, or subscribe this node to users, run only while the node runs.
 */
@Singleton
public final class BackgroundTasks {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration RENEW_LEASE = Duration.ofSeconds(2);
  private static final Duration REVIEW_PAGES = Duration.ofSeconds(2);

  /** The limit of tasks that end within a few seconds even if a store hangs. */
  private static final Duration SHORT = Duration.ofMinutes(1);

  /** The limit of tasks that visit all users: some take minutes if a store is slow. */
  private static final Duration LONG = Duration.ofMinutes(10);

  /** The maximum number of connections that are closed in a second because their tokens ended. */
  private static final int ENDS_A_SECOND = 200;

  /** The number of rounds in a ping interval. Each round checks its part of the connections. */
  private static final int PING_ROUNDS = 50;

  /**
   * The number of ping intervals without a message or pong after which a client is unresponsive.
   */
  private static final int PATIENCE = 3;

  private final List<BackgroundLoop> tasks;

  // Used by the ping task only.
  private long pingRound;

  @Inject
  public BackgroundTasks(
      BackgroundLoops loops,
      Settings settings,
      FriendshipWatch friendships,
      SharingWatch sharing,
      RuleReader rules,
      PresenceService presence,
      Revocations revocations,
      NodeLease lease,
      Recovery recovery,
      SteadySweep sweep,
      Hub hub,
      Node node) {
    Duration ping = settings.sockets().pingInterval();
    long quiet = ping.toNanos();
    Round probe = () -> hub.probe(quiet, PATIENCE * quiet, pingRound++ % PING_ROUNDS, PING_ROUNDS);
    UnaryOperator<Round> running =
        task ->
            () -> {
              if (node.isRunning()) {
                task.run();
              }
            };
    this.tasks =
        List.of(
            loops.every(RENEW_LEASE, "presence-lease", SHORT, lease::renew),
            loops.every(SECOND, "presence-recovery", LONG, recovery::run),
            loops.every(
                RENEW_LEASE, "presence-dead-nodes", LONG, running.apply(sweep::reapDeadNodes)),
            loops.every(
                SECOND, "presence-grace-periods", LONG, running.apply(sweep::endGracePeriods)),
            loops.every(SECOND, "presence-pending-writes", SHORT, presence::retryPendingWrites),
            loops.every(
                settings.sockets().friendsRefresh(),
                "presence-friend-lists",
                LONG,
                running.apply(friendships::run)),
            loops.every(RENEW_LEASE, "presence-revocations", SHORT, revocations::catchUp),
            loops.every(
                SECOND,
                "presence-token-ends",
                SHORT,
                () -> hub.closeEnded(Instant.now(), ENDS_A_SECOND)),
            loops.every(REVIEW_PAGES, "presence-recorded-pages", LONG, running.apply(sharing::run)),
            loops.repeat("presence-sharing-rules", SHORT, rules::readNext),
            loops.every(ping.dividedBy(PING_ROUNDS), "presence-pings", SHORT, probe));
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    tasks.forEach(BackgroundLoop::start);
  }

  @PreDestroy
  void stop() {
    tasks.forEach(BackgroundLoop::stop);
  }
}
