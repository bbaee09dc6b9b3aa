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
 * Takes users offline who did not say so themselves, and tells their friends. All nodes may run it
 * at the same time: each user is announced by one of them.
 *
 * <p>The methods block, and throw {@link io.pagenow.presence.model.UnavailableException} where the
 * store does not answer. Who was claimed and not announced by then is left for later.
 */
@Singleton
public final class OfflineSweep {

  /** A claim may look at every connection of the store, some hundred at a time. */
  private static final Duration CLAIM = Duration.ofMinutes(1);

  private final PresenceStore store;
  private final Hub hub;
  private final EventDelivery announcer;

  @Inject
  public OfflineSweep(PresenceStore store, Hub hub, EventDelivery announcer) {
    this.store = store;
    this.hub = hub;
    this.announcer = announcer;
  }

  /**
   * Users who were idle for longer than the time-out, batch by batch, until none are left. Their
   * connections are closed.
   *
   * @return how many
   */
  public int idle() {
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

  /** Users who did not come back in their grace. */
  public void departed() {
    announceAll(store::claimDeparted);
  }

  /** Users of nodes that are gone. Not for use by two threads at a time. */
  public void orphans() {
    announceAll(store::claimOrphans);
  }

  /** Users whom a node that is gone claimed and did not announce. */
  public void abandoned() {
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
    return store.announce(user).thenAccept(event -> event.ifPresent(announcer::announce));
  }
}
