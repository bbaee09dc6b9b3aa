package io.pagenow.presence.cluster;

import io.pagenow.presence.concurrent.Stages;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.delivery.LatestEvents;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.EventDelivery;
import io.pagenow.presence.presence.PendingWrites;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/**
 * Restores the data of this node after the store lost it, or after the other nodes reaped this
 * node. Also delivers events that this node missed.
 *
 * <p>The methods block, and throw {@link io.pagenow.presence.model.UnavailableException} if the
 * store does not answer.
 */
@Singleton
public final class Recovery {

  /**
   * Limits one answer to 2.5 MB of pages, which the store decodes on a thread that all users share.
   */
  private static final int USERS_AT_ONCE = 100;

  private final Hub hub;
  private final LatestEvents latestEvents;
  private final Subscriptions subscriptions;
  private final SubscribedUsers subscribed;
  private final EventDelivery delivery;
  private final PendingWrites writes;
  private final MissedEvents missed;

  @Inject
  public Recovery(
      Hub hub,
      LatestEvents latestEvents,
      Subscriptions subscriptions,
      SubscribedUsers subscribed,
      EventDelivery delivery,
      PendingWrites writes,
      MissedEvents missed) {
    this.hub = hub;
    this.latestEvents = latestEvents;
    this.subscriptions = subscriptions;
    this.subscribed = subscribed;
    this.delivery = delivery;
    this.writes = writes;
    this.missed = missed;
  }

  /** Restores the subscriptions, connections and pages of this node in the store. */
  void restore() {
    subscribed.resubscribe();
    Stages.inBatches(
        hub.connections(),
        connection -> writes.restore(connection, latestEvents.of(connection.user())));
  }

  /**
   * Reads the current events of all subscribed users and delivers those that this node missed.
   * Events that were delivered before are dropped.
   */
  void catchUp() {
    List<UserId> users = subscribed.users();
    for (int from = 0; from < users.size(); from += USERS_AT_ONCE) {
      List<UserId> some = users.subList(from, Math.min(from + USERS_AT_ONCE, users.size()));
      Map<UserId, Updated> shown = subscriptions.current(some);
      shown.values().forEach(delivery::deliver);
      some.stream().filter(user -> !shown.containsKey(user)).forEach(this::deliverOffline);
    }
  }

  /** Calls {@link #catchUp} if events of other nodes were missed. */
  void catchUpIfMissed() {
    missed.ifReported(this::catchUp);
  }

  /** Delivers that a user is offline, if the last delivered event shows the user online. */
  private void deliverOffline(UserId user) {
    long shownOnline = latestEvents.shown(user);
    if (shownOnline > 0) {
      // This version is lower than that of any later event of the user.
      delivery.deliver(new TimedOut(user, shownOnline + 1));
    }
  }
}
