package io.pagenow.presence.cluster;

import io.pagenow.presence.concurrent.Stages;
import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.EventDelivery;
import io.pagenow.presence.presence.PresenceStore;
import io.pagenow.presence.presence.PresenceStore.Idle;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
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

  /** A claim may check every connection of the store, some hundred at a time. */
  private static final Duration CLAIM = Duration.ofMinutes(1);

  private final PresenceStore store;
  private final Hub hub;
  private final EventDelivery delivery;

  @Inject
  public OfflineSweep(PresenceStore store, Hub hub, EventDelivery delivery) {
    this.store = store;
    this.hub = hub;
    this.delivery = delivery;
  }

  /**
   * Takes users offline who were idle for longer than {@code TIMEOUT}, in batches until none are
   * left. Closes their connections.
   *
   * @return the number of users
   */
  public int sweepIdle() {
    int users = 0;
    List<Idle> batch = Stages.await(store.claimIdle(), CLAIM);
    while (!batch.isEmpty()) {
      batch.forEach(this::disconnect);
      announce(batch.stream().map(Idle::user).toList());
      users += batch.size();
      batch = Stages.await(store.claimIdle(), CLAIM);
    }
    return users;
  }

  /** Takes users offline who did not reconnect within their grace period. */
  public void endGracePeriods() {
    announceAll(store::claimAfterGrace);
  }

  /**
   * Takes users offline whose last connection was on a dead node. Only one thread of a node may
   * call it at a time.
   */
  public void reapDeadNodes() {
    announceAll(store::claimOfDeadNodes);
  }

  /** Announces the users whom another node claimed but did not announce within 30 seconds. */
  public void announceAbandonedClaims() {
    announceAll(store::reclaim);
  }

  private void announceAll(Supplier<CompletionStage<List<UserId>>> claim) {
    List<UserId> batch = Stages.await(claim.get(), CLAIM);
    while (!batch.isEmpty()) {
      announce(batch);
      batch = Stages.await(claim.get(), CLAIM);
    }
  }

  private void disconnect(Idle idle) {
    idle.connections().forEach(id -> hub.close(idle.user(), id, Disconnect.IDLE));
  }

  private void announce(List<UserId> users) {
    Stages.inBatches(users, this::announce);
  }

  private CompletionStage<Void> announce(UserId user) {
    return store.announce(user).thenAccept(event -> event.ifPresent(delivery::deliver));
  }
}
