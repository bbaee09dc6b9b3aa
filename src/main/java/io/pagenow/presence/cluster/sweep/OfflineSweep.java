package io.pagenow.presence.cluster.sweep;

import io.pagenow.presence.cluster.sweep.Claims.Idle;
import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.metrics.ClusterMeters;
import io.pagenow.presence.metrics.ClusterMeters.Reason;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.EventDelivery;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Supplier;

/**
 * Takes users offline whose clients did not close their connections, and delivers the events. All
 * nodes may run it at the same time: only one of them announces each user.
 *
 * <p>The methods block, and throw {@link io.pagenow.presence.model.UnavailableException} if the
 * store does not answer. Users who are claimed but not announced stay claimed until {@link
 * #announceAbandonedClaims}.
 */
@Singleton
public final class OfflineSweep {

  private final Claims claims;
  private final Hub hub;
  private final EventDelivery delivery;
  private final ClusterMeters meters;

  @Inject
  public OfflineSweep(Claims claims, Hub hub, EventDelivery delivery, ClusterMeters meters) {
    this.claims = claims;
    this.hub = hub;
    this.delivery = delivery;
    this.meters = meters;
  }

  /**
   * Takes users offline who were idle for longer than {@code TIMEOUT}, in batches until none are
   * left. Closes their connections.
   *
   * @return the number of users
   */
  public int sweepIdle() {
    int users = 0;
    for (List<Idle> batch = claims.claimIdle(); !batch.isEmpty(); batch = claims.claimIdle()) {
      batch.forEach(this::disconnect);
      announce(batch.stream().map(Idle::user).toList(), Reason.IDLE);
      users += batch.size();
    }
    return users;
  }

  /** Takes users offline who did not reconnect within their grace period. */
  public void endGracePeriods() {
    announceAll(claims::claimAfterGrace, Reason.GRACE_PERIOD);
  }

  /**
   * Takes users offline whose last connection was on a dead node. Only one thread of a node may
   * call it at a time.
   */
  public void reapDeadNodes() {
    announceAll(claims::claimOfDeadNodes, Reason.DEAD_NODE);
  }

  /** Announces the users whom another node claimed but did not announce within 30 seconds. */
  public void announceAbandonedClaims() {
    announceAll(claims::reclaim, Reason.ABANDONED_CLAIM);
  }

  private void announceAll(Supplier<List<UserId>> claim, Reason reason) {
    for (List<UserId> batch = claim.get(); !batch.isEmpty(); batch = claim.get()) {
      announce(batch, reason);
    }
  }

  private void disconnect(Idle idle) {
    idle.connections().forEach(id -> hub.close(idle.user(), id, Disconnect.IDLE));
  }

  private void announce(List<UserId> users, Reason reason) {
    meters.takenOffline(reason, users.size());
    claims.announce(users, delivery::deliver);
  }
}
