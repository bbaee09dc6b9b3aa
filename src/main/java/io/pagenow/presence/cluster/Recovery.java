package io.pagenow.presence.cluster;

import io.pagenow.presence.cluster.subscription.CatchUp;
import io.pagenow.presence.cluster.subscription.DeliveredUntil;
import io.pagenow.presence.cluster.subscription.ResumeLimit;
import io.pagenow.presence.cluster.subscription.SubscribedUsers;
import io.pagenow.presence.concurrent.Stages;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.delivery.event.LatestEvents;
import io.pagenow.presence.presence.PendingWrites;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Restores the data of this node after the store lost it, or after the other nodes reaped this
 * node. Also delivers events that this node missed. Only one thread may use it at a time.
 */
@Singleton
public final class Recovery {

  /** Time in which the other nodes restore their data, if the store lost it. */
  private static final long OTHERS_RESTORE_NANOS = Duration.ofSeconds(5).toNanos();

  private final NodeLease lease;
  private final Hub hub;
  private final LatestEvents latestEvents;
  private final SubscribedUsers subscribed;
  private final PendingWrites writes;
  private final CatchUp catchUp;
  private final DeliveredUntil delivered;
  private final ResumeLimit resumeLimit;
  private final LongSupplier nanoTime;

  private boolean started;
  private boolean toCatchUp;
  private long restoredAt;

  @Inject
  public Recovery(
      NodeLease lease,
      Hub hub,
      LatestEvents latestEvents,
      SubscribedUsers subscribed,
      PendingWrites writes,
      CatchUp catchUp,
      DeliveredUntil delivered,
      ResumeLimit resumeLimit) {
    this(
        lease,
        hub,
        latestEvents,
        subscribed,
        writes,
        catchUp,
        delivered,
        resumeLimit,
        System::nanoTime);
  }

  /**
   * Creates the recovery with a clock for tests.
   *
   * @param nanoTime the clock of this node, in the time of {@link System#nanoTime()}
   */
  public Recovery(
      NodeLease lease,
      Hub hub,
      LatestEvents latestEvents,
      SubscribedUsers subscribed,
      PendingWrites writes,
      CatchUp catchUp,
      DeliveredUntil delivered,
      ResumeLimit resumeLimit,
      LongSupplier nanoTime) {
    this.lease = lease;
    this.hub = hub;
    this.latestEvents = latestEvents;
    this.subscribed = subscribed;
    this.writes = writes;
    this.catchUp = catchUp;
    this.delivered = delivered;
    this.resumeLimit = resumeLimit;
    this.nanoTime = nanoTime;
  }

  /**
   * Restores the data of this node if a renewal of the lease reported that the store may have lost
   * it. Five seconds later, delivers the events that this node missed. Without a loss, delivers
   * those that were reported as missed. Blocks.
   *
   * @throws io.pagenow.presence.model.UnavailableException if the store does not answer; the next
   *     call starts over
   */
  public void run() {
    boolean done = false;
    try {
      if (lease.ifDataLost(this::restore)) {
        restoredAt = nanoTime.getAsLong();
        toCatchUp = true;
      } else if (toCatchUp && nanoTime.getAsLong() - restoredAt >= OTHERS_RESTORE_NANOS) {
        catchUp.run();
        toCatchUp = false;
      }
      if (!toCatchUp) {
        catchUp.runIfMissed(nanoTime.getAsLong(), lease::isIntactAfter);
      }
      done = !toCatchUp;
    } finally {
      delivered.tick(done && catchUp.isComplete() && lease.isIntact());
    }
  }

  /** Restores the subscriptions, connections and pages of this node in the store. */
  private void restore() {
    if (started) {
      resumeLimit.raise();
    } else {
      // A new node has recorded nothing that could be lost.
      resumeLimit.begin();
      started = true;
    }
    subscribed.resubscribe();
    Stages.inBatches(
        hub.connections(),
        connection -> writes.restore(connection, latestEvents.of(connection.user())));
  }
}
