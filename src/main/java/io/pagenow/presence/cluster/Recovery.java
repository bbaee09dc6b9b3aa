package io.pagenow.presence.cluster;

import io.pagenow.presence.concurrent.Stages;
import io.pagenow.presence.delivery.HeldEvents;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.EventDelivery;
import io.pagenow.presence.presence.PendingWrites;
import io.pagenow.presence.presence.PresenceStore;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/**
 * What a node does that was given up by the others, or whose store lost its data.
 *
 * <p>The methods block, and throw {@link io.pagenow.presence.model.UnavailableException} where the
 * store does not answer.
 */
@Singleton
public final class Recovery {

  /** With two pages each: 2.5 MB, which the store decodes on a thread that all users share. */
  private static final int USERS_AT_ONCE = 100;

  private final PresenceStore store;
  private final Hub hub;
  private final HeldEvents holdings;
  private final Subscriptions interest;
  private final EventDelivery announcer;
  private final PendingWrites writes;
  private final MissedEvents missed;

  @Inject
  public Recovery(
      PresenceStore store,
      Hub hub,
      HeldEvents holdings,
      Subscriptions interest,
      EventDelivery announcer,
      PendingWrites writes,
      MissedEvents missed) {
    this.store = store;
    this.hub = hub;
    this.holdings = holdings;
    this.interest = interest;
    this.announcer = announcer;
    this.writes = writes;
    this.missed = missed;
  }

  /** Puts into the store what this node holds, and says again of whom it is to hear. */
  void putBack() {
    Stages.await(interest.renew());
    Stages.inBatches(
        hub.connections(),
        connection -> writes.restore(connection, holdings.of(connection.user())));
  }

  /**
   * Tells this node's connections what changed about their friends since they were told last. Who
   * knows it already is told nothing.
   */
  void catchUp() {
    List<UserId> users = interest.users();
    for (int from = 0; from < users.size(); from += USERS_AT_ONCE) {
      List<UserId> some = users.subList(from, Math.min(from + USERS_AT_ONCE, users.size()));
      Map<UserId, Updated> shown = Stages.await(store.current(some));
      shown.values().forEach(announcer::announce);
      some.stream().filter(user -> !shown.containsKey(user)).forEach(this::correct);
    }
  }

  /** As {@link #catchUp}, if events of other nodes were missed. */
  void catchUpIfMissed() {
    missed.ifReported(this::catchUp);
  }

  /** The user is offline. */
  private void correct(UserId user) {
    long toldOnline = hub.shown(user);
    if (toldOnline > 0) {
      // Older than whatever the user does from now on.
      announcer.announce(new TimedOut(user, toldOnline + 1));
    }
  }
}
