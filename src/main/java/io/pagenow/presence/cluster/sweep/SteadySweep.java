package io.pagenow.presence.cluster.sweep;

import io.pagenow.presence.cluster.Leases;
import io.pagenow.presence.cluster.NodeLease;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.LongAdder;

/**
 * Runs the sweeps of this node while the store is steady. After an outage of the store, or a jump
 * of its clock, leases have expired and connected users look idle. So a sweep waits until the other
 * nodes and the clients could report.
 *
 * <p>The methods block, and throw {@link io.pagenow.presence.model.UnavailableException} if the
 * store does not answer. The next call continues.
 */
@Singleton
public final class SteadySweep {

  /** Time for clients to reconnect after an outage, in which they could not. */
  private static final Duration RECONNECT = Duration.ofSeconds(5);

  private final OfflineSweep sweep;
  private final NodeLease lease;
  private final LongAdder sweeps = new LongAdder();
  private final LongAdder sweptUsers = new LongAdder();

  @Inject
  public SteadySweep(OfflineSweep sweep, NodeLease lease) {
    this.sweep = sweep;
    this.lease = lease;
  }

  /**
   * Takes idle users offline, and closes their connections.
   *
   * @return the number of users; empty if the sweep has to wait
   */
  public OptionalInt sweepIdle() {
    // Renews first, because the clock of the store may have jumped after the last renewal.
    lease.renew();
    if (lease.isRecovering()) {
      return OptionalInt.empty();
    }
    int users = sweep.sweepIdle();
    sweeps.increment();
    sweptUsers.add(users);
    return OptionalInt.of(users);
  }

  /** Returns the number of sweeps of idle users that this node ran. */
  public long sweeps() {
    return sweeps.sum();
  }

  /** Returns the number of idle users whom this node took offline. */
  public long sweptUsers() {
    return sweptUsers.sum();
  }

  /** Takes users offline who did not reconnect within their grace period. */
  public void endGracePeriods() {
    if (lease.isSteadyFor(RECONNECT)) {
      sweep.endGracePeriods();
    }
  }

  /**
   * Closes the connections of dead nodes, and announces the users whom those nodes claimed but did
   * not announce. Only one thread may call it at a time.
   */
  public void reapDeadNodes() {
    lease.renew(); // For the same reason.
    if (lease.isSteadyFor(Leases.LEASE)) {
      sweep.reapDeadNodes();
      sweep.announceAbandonedClaims();
    }
  }
}
