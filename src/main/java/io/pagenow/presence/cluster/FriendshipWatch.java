package io.pagenow.presence.cluster;

import io.pagenow.presence.delivery.HeldEvents;
import io.pagenow.presence.delivery.Hub;
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
  private final FriendLists book;
  private final PresenceStore store;
  private final Subscriptions interest;
  private final HeldEvents holdings;
  private final EventDelivery announcer;

  @Inject
  public FriendshipWatch(
      Hub hub,
      FriendLists book,
      PresenceStore store,
      Subscriptions interest,
      HeldEvents holdings,
      EventDelivery announcer) {
    this.hub = hub;
    this.book = book;
    this.store = store;
    this.interest = interest;
    this.holdings = holdings;
    this.announcer = announcer;
  }

  /**
   * Checks the friendships of all connected users once. Former friends are shown as offline, new
   * friends with their current presence. Blocks.
   *
   * @throws io.pagenow.presence.model.UnavailableException if the friendships cannot be read; the
   *     lists known so far then stay in use
   */
  public synchronized void run() {
    tell(book.refresh(hub.users()));
    interest.tidy();
    holdings.tidy();
    hub.forgetOthers(book::concerns);
  }

  /**
   * Checks the friendships of some users, after a notification that they changed. Blocks.
   *
   * @throws io.pagenow.presence.model.UnavailableException if the friendships cannot be read
   */
  public synchronized void look(Set<UserId> users) {
    tell(book.refreshSome(users));
  }

  private void tell(List<Change> changes) {
    for (Change change : changes) {
      if (change.begun()) {
        introduce(change.friend(), change.user());
      } else {
        announcer.part(change.user(), change.friend());
      }
    }
  }

  // If the store does not answer, the new friend appears with the next update.
  private void introduce(UserId friend, UserId user) {
    interest
        .in(List.of(friend))
        .thenCompose(watched -> store.current(List.of(friend)))
        .thenAccept(events -> events.values().forEach(event -> announcer.introduce(user, event)));
  }
}
