package io.pagenow.presence.cluster;

import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.delivery.LatestEvents;
import io.pagenow.presence.friends.FriendLists;
import io.pagenow.presence.friends.FriendLists.Change;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.EventDelivery;
import io.pagenow.presence.presence.PresenceStore;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/**
 * Detects friendships that begin and end while their users are connected. Each node checks its own
 * users, so both sides are notified, whatever their nodes. Thread-safe.
 */
@Singleton
public final class FriendshipWatch {

  private final Hub hub;
  private final FriendLists friendLists;
  private final PresenceStore store;
  private final Subscriptions subscriptions;
  private final LatestEvents latestEvents;
  private final EventDelivery delivery;

  @Inject
  public FriendshipWatch(
      Hub hub,
      FriendLists friendLists,
      PresenceStore store,
      Subscriptions subscriptions,
      LatestEvents latestEvents,
      EventDelivery delivery) {
    this.hub = hub;
    this.friendLists = friendLists;
    this.store = store;
    this.subscriptions = subscriptions;
    this.latestEvents = latestEvents;
    this.delivery = delivery;
  }

  /**
   * Checks the friendships of all connected users once. Former friends are shown as offline, new
   * friends with their current presence. Blocks.
   *
   * @throws io.pagenow.presence.model.UnavailableException if the friendships cannot be read; the
   *     lists known so far then stay in use
   */
  public synchronized void run() {
    deliver(friendLists.refresh(hub.users()));
    subscriptions.reconcile();
    latestEvents.retain(friendLists::isRelevant);
  }

  /**
   * Checks the friendships of some users, after a notification that they changed. Blocks.
   *
   * @throws io.pagenow.presence.model.UnavailableException if the friendships cannot be read
   */
  public synchronized void refresh(Set<UserId> users) {
    deliver(friendLists.refreshSome(users));
  }

  private void deliver(List<Change> changes) {
    for (Change change : changes) {
      if (change.begun()) {
        deliverCurrent(change.friend(), change.user());
      } else {
        delivery.deliverEndOfFriendship(change.user(), change.friend());
      }
    }
  }

  // If the store does not answer, the new friend appears with the next update.
  private void deliverCurrent(UserId friend, UserId user) {
    subscriptions
        .subscribe(List.of(friend))
        .thenCompose(done -> store.current(List.of(friend)))
        .thenAccept(
            events -> events.values().forEach(event -> delivery.deliverCurrent(user, event)));
  }
}
