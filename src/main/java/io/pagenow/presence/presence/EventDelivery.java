package io.pagenow.presence.presence;

import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.delivery.LatestEvents;
import io.pagenow.presence.friends.FriendLists;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
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
  private final LatestEvents latestEvents;

  @Inject
  public EventDelivery(Hub hub, FriendLists friendLists, LatestEvents latestEvents) {
    this.hub = hub;
    this.latestEvents = latestEvents;
    this.friendLists = friendLists;
  }

  /**
   * Delivers an event to the connections of its user and of the user's friends on this node. Drops
   * it if a newer event of the user was delivered before.
   */
  public void deliver(PresenceEvent event) {
    UserId user = event.user();
    if (isRelevant(user)) {
      latestEvents.deliver(event, () -> friendLists.followersOf(user));
    }
  }

  /** Delivers an event that another node published, as {@link #deliver(PresenceEvent)} does. */
  public void deliverFromInbox(PresenceEvent event) {
    UserId user = event.user();
    if (isRelevant(user)) {
      latestEvents.deliverFromInbox(event, () -> friendLists.followersOf(user));
    }
  }

  private boolean isRelevant(UserId user) {
    return hub.isConnected(user) || !friendLists.followersOf(user).isEmpty();
  }

  /**
   * Delivers the latest event of a friend to the connections of one user. Does nothing if a newer
   * event was delivered or the friendship ended in the meantime.
   */
  public void deliverCurrent(UserId user, Updated event) {
    latestEvents.deliverAgain(
        user, event, () -> friendLists.friendsOf(user).contains(event.user()));
  }

  /** Delivers to the connections of one user that a former friend is offline. */
  public void deliverEndOfFriendship(UserId user, UserId friend) {
    latestEvents.deliverTo(user, new TimedOut(friend, UNORDERED));
  }

  /**
   * Closes a connection of this node that another node found idle. Does nothing if it is closed
   * already.
   */
  public void disconnectIdle(UserId user, ConnectionId connection) {
    hub.close(user, connection, Disconnect.IDLE);
  }

  /** Closes a connection of this node for good, as its user or an operator asked. */
  public void disconnect(UserId user, ConnectionId connection) {
    hub.close(user, connection, Disconnect.DISCONNECTED);
  }
}
