package io.pagenow.presence.tracking;

import io.pagenow.presence.fanout.Hub;
import io.pagenow.presence.friends.FriendBook;
import io.pagenow.presence.friends.FriendBook.Change;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.UserId;
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

  /** The end of a friendship is no event of the friend's, so it has no place among theirs. */
  private static final long UNORDERED = 0;

  private final Hub hub;
  private final FriendBook book;
  private final PresenceStore store;
  private final Announcer announcer;

  @Inject
  public FriendshipWatch(Hub hub, FriendBook book, PresenceStore store, Announcer announcer) {
    this.hub = hub;
    this.book = book;
    this.store = store;
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
        announcer.tell(change.user(), new TimedOut(change.friend(), UNORDERED));
      }
    }
  }

  // Where the store does not answer, the new friend shows up with their next update.
  private void introduce(UserId friend, UserId user) {
    store.introduce(friend).thenAccept(event -> event.ifPresent(e -> announcer.tell(user, e)));
  }
}
