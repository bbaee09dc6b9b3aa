package io.pagenow.presence.tracking;

import io.pagenow.presence.fanout.Disconnect;
import io.pagenow.presence.fanout.Hub;
import io.pagenow.presence.fanout.Message;
import io.pagenow.presence.friends.FriendBook;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.wire.ServerMessages;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Tells this node's connections what happens to their users' friends, wherever it happened. */
@Singleton
public final class Announcer {

  /** The end of a friendship is no event of the friend's, so it has no place among theirs. */
  private static final long UNORDERED = 0;

  private final Hub hub;
  private final FriendBook book;
  private final Holdings holdings;

  @Inject
  public Announcer(Hub hub, FriendBook book, Holdings holdings) {
    this.hub = hub;
    this.holdings = holdings;
    this.book = book;
  }

  /** Tells the user and those of their friends who are connected here. */
  public void announce(PresenceEvent event) {
    boolean here = hub.isConnected(event.user());
    if (here) {
      holdings.accept(event);
    }
    List<UserId> friends = book.friendsHereOf(event.user());
    if (here || !friends.isEmpty()) {
      hub.deliver(encode(event), friends);
    }
  }

  /** Tells one user what they are to know of a friend, unless newer news came first. */
  void introduce(UserId user, PresenceEvent.Updated event) {
    hub.introduce(user, encode(event));
  }

  /** Tells one user of a friend who is none any more. */
  void part(UserId user, UserId friend) {
    hub.tell(user, encode(new PresenceEvent.TimedOut(friend, UNORDERED)));
  }

  /** Closes a connection of this node that another node found idle. */
  public void disconnectIdle(UserId user, ConnectionId connection) {
    hub.close(user, connection, Disconnect.IDLE);
  }

  private static Message encode(PresenceEvent event) {
    return new Message(
        event.user(),
        event.version(),
        event instanceof PresenceEvent.Updated,
        ServerMessages.encode(event));
  }
}
