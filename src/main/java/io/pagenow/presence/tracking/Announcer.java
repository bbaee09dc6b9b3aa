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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Tells this node's connections what happens to their users' friends, wherever it happened. */
@Singleton
public final class Announcer {

  private final Hub hub;
  private final FriendBook book;
  private final Holdings holdings;

  @Inject
  public Announcer(Hub hub, FriendBook book, Holdings holdings) {
    this.hub = hub;
    this.holdings = holdings;
    this.book = book;
  }

  /**
   * Tells the user and those of the friends who are connected here. The list comes from the user's
   * node and may be older than this node's: who is no friend any more is told nothing.
   */
  public void announce(PresenceEvent event, Collection<UserId> friends) {
    List<UserId> recipients = new ArrayList<>();
    if (hub.isConnected(event.user())) {
      holdings.accept(event);
      recipients.add(event.user());
    }
    for (UserId friend : friends) {
      if (hub.isConnected(friend) && book.friendsOf(friend).contains(event.user())) {
        recipients.add(friend);
      }
    }
    if (!recipients.isEmpty()) {
      hub.deliver(encode(event), recipients);
    }
  }

  /** Tells one user of a friend. */
  void tell(UserId user, PresenceEvent event) {
    hub.tell(user, encode(event));
  }

  /** Closes a connection of this node that another node found idle. */
  public void disconnectIdle(UserId user, ConnectionId connection) {
    hub.close(user, connection, Disconnect.IDLE);
  }

  private static Message encode(PresenceEvent event) {
    return new Message(event.user(), event.version(), ServerMessages.encode(event));
  }
}
