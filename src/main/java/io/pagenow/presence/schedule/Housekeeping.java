package io.pagenow.presence.schedule;

import io.pagenow.presence.fanout.Hub;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.platform.Settings;
import io.pagenow.presence.tracking.FriendshipWatch;
import io.pagenow.presence.tracking.NodeLease;
import io.pagenow.presence.tracking.PresenceTracker;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What this node does for its own connections, from its start to its end. */
@Singleton
public final class Housekeeping {

  private static final Logger LOG = Logger.getLogger(Housekeeping.class.getName());

  private static final Duration RECORD_AGAIN = Duration.ofSeconds(1);
  private static final Duration END_GRACE = Duration.ofSeconds(1);
  private static final Duration RENEW_LEASE = Duration.ofSeconds(2);

  /** A ping interval has so many rounds, each of which looks after its part of the peers. */
  private static final int PING_ROUNDS = 50;

  /** A peer may be silent for so many ping intervals. */
  private static final int PATIENCE = 3;

  private final ManagedScheduledExecutorService scheduler;
  private final Settings.Sockets settings;
  private final FriendshipWatch friendships;
  private final PresenceTracker tracker;
  private final NodeLease lease;
  private final Hub hub;
  private List<ScheduledFuture<?>> tasks = List.of();

  // Of the task that pings.
  private long pingRound;

  @Inject
  public Housekeeping(
      ManagedScheduledExecutorService scheduler,
      Settings settings,
      FriendshipWatch friendships,
      PresenceTracker tracker,
      NodeLease lease,
      Hub hub) {
    this.scheduler = scheduler;
    this.settings = settings.sockets();
    this.friendships = friendships;
    this.tracker = tracker;
    this.lease = lease;
    this.hub = hub;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    long quiet = settings.pingInterval().toNanos();
    tasks =
        List.of(
            every(settings.friendsRefresh(), friendships::run),
            every(
                settings.pingInterval().dividedBy(PING_ROUNDS),
                () -> hub.probe(quiet, PATIENCE * quiet, pingRound++ % PING_ROUNDS, PING_ROUNDS)),
            every(RECORD_AGAIN, tracker::recordAgain),
            every(END_GRACE, lease::endGraces),
            every(RENEW_LEASE, lease::renew),
            every(RENEW_LEASE, lease::lookAfterOthers));
  }

  @PreDestroy
  void stop() {
    tasks.forEach(task -> task.cancel(true));
  }

  private ScheduledFuture<?> every(Duration interval, Runnable task) {
    long millis = interval.toMillis();
    return scheduler.scheduleWithFixedDelay(
        () -> surviving(task), 0, millis, TimeUnit.MILLISECONDS);
  }

  /** A task that throws would not be run again. */
  private static void surviving(Runnable task) {
    try {
      task.run();
    } catch (UnavailableException e) {
      LOG.log(Level.WARNING, "Put off: {0}", e.detail());
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "Housekeeping failed", e);
    }
  }
}
