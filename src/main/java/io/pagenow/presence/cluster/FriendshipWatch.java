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
 * Notices friendships that begin and end while their users are connected. Each node looks after its
 * own users, so both sides are told wherever they are.
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
   * Looks once. Somebody who is no friend any more is shown as offline; a new one as they are now.
   *
   * @throws io.pagenow.presence.model.UnavailableException where the friendships cannot be read;
   *     then those known so far go on
   */
  public synchronized void run() {
    tell(book.refresh(hub.users()));
    interest.tidy();
    holdings.tidy();
    hub.forgetOthers(book::concerns);
  }

  /** Looks at some users only, of whom somebody says that their friendships changed. */
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

  // Where the store does not answer, the new friend shows up with their next update.
  private void introduce(UserId friend, UserId user) {
    interest
        .in(List.of(friend))
        .thenCompose(watched -> store.current(List.of(friend)))
        .thenAccept(events -> events.values().forEach(event -> announcer.introduce(user, event)));
  }
}
