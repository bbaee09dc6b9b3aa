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

/**
 * Delivers events, from this node and from other nodes, to the connections of this node.
 * Thread-safe. No method blocks.
 */
@Singleton
public final class EventDelivery {

  /**
   * The version of a message about the end of a friendship, which has no place in the order of the
   * friend's events.
   */
  private static final long UNORDERED = 0;

  private final Hub hub;
  private final FriendLists friendLists;
  private final HeldEvents heldEvents;

  @Inject
  public EventDelivery(Hub hub, FriendLists friendLists, HeldEvents heldEvents) {
    this.hub = hub;
    this.heldEvents = heldEvents;
    this.friendLists = friendLists;
  }

  /**
   * Delivers an event to the connections of its user and of the user's friends on this node. Drops
   * it if a newer event of the user was delivered before.
   */
  public void deliver(PresenceEvent event) {
    boolean isConnected = hub.isConnected(event.user());
    if (isConnected) {
      heldEvents.accept(event);
    }
    if (isConnected || !friendLists.followersOf(event.user()).isEmpty()) {
      hub.deliver(encode(event), () -> friendLists.followersOf(event.user()));
    }
  }

  /**
   * Delivers the latest event of a friend to the connections of one user. Does nothing if a newer
   * event was delivered or the friendship ended in the meantime.
   */
  public void deliverCurrent(UserId user, PresenceEvent.Updated event) {
    hub.deliverCurrent(
        user, encode(event), () -> friendLists.friendsOf(user).contains(event.user()));
  }

  /** Delivers to the connections of one user that a former friend is offline. */
  public void deliverEndOfFriendship(UserId user, UserId friend) {
    hub.sendTo(user, encode(new PresenceEvent.TimedOut(friend, UNORDERED)));
  }

  /**
   * Closes a connection of this node that another node found idle. Does nothing if it is closed
   * already.
   */
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
