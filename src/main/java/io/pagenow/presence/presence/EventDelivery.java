package io.pagenow.presence.presence;

import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.delivery.HeldEvents;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.delivery.Message;
import io.pagenow.presence.friends.FriendLists;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.ServerMessages;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Tells this node's connections what happens to their users' friends, wherever it happened. */
@Singleton
public final class EventDelivery {

  /** The end of a friendship is no event of the friend's, so it has no place among theirs. */
  private static final long UNORDERED = 0;

  private final Hub hub;
  private final FriendLists book;
  private final HeldEvents holdings;

  @Inject
  public EventDelivery(Hub hub, FriendLists book, HeldEvents holdings) {
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
    if (here || !book.friendsHereOf(event.user()).isEmpty()) {
      hub.deliver(encode(event), () -> book.friendsHereOf(event.user()));
    }
  }

  /**
   * Delivers the last event about a friend to a user who missed it, unless a newer one was
   * delivered or the friendship ended meanwhile.
   */
  public void introduce(UserId user, PresenceEvent.Updated event) {
    hub.introduce(user, encode(event), () -> book.friendsOf(user).contains(event.user()));
  }

  /** Tells one user of a friend who is none any more. */
  public void part(UserId user, UserId friend) {
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
