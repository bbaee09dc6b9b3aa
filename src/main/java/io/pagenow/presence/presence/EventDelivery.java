package io.pagenow.presence.presence;

import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.delivery.event.FriendshipDelivery;
import io.pagenow.presence.delivery.event.LatestEvents;
import io.pagenow.presence.friends.FriendLists;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.Friend;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.UserId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Delivers events, from this node and from other nodes, to the connections of this node.
 * Thread-safe. No method blocks.
 */
@Singleton
public final class EventDelivery {

  private final Hub hub;
  private final FriendLists friendLists;
  private final LatestEvents latestEvents;
  private final FriendshipDelivery friendships;

  @Inject
  public EventDelivery(Hub hub, FriendLists friendLists, LatestEvents latestEvents) {
    this.hub = hub;
    this.latestEvents = latestEvents;
    this.friendships = new FriendshipDelivery(latestEvents);
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

  /**
   * Delivers an event from the inbox that may have been there for long. Drops it if this node has
   * delivered no event of the user, since it may be older than what clients were shown. So the
   * caller must have the current events read.
   */
  public void deliverAgain(PresenceEvent event) {
    if (latestEvents.versionOf(event.user()) > 0) {
      deliverFromInbox(event);
    }
  }

  /**
   * Returns whether an event of the user has recipients here, or makes an earlier one outdated that
   * this node would restore if the user connected now.
   */
  private boolean isRelevant(UserId user) {
    return hub.isConnected(user)
        || !friendLists.followersOf(user).isEmpty()
        || latestEvents.versionOf(user) > 0;
  }

  /**
   * Delivers the presence of a new friend to the connections of one user. Does nothing if the
   * friendship ended in the meantime.
   *
   * @param delivered the version of the last event of the friend that was delivered before the
   *     presence was read
   * @return false if a newer event was delivered since. The caller must call again with the current
   *     presence
   */
  public boolean deliverBeginOfFriendship(UserId user, Friend friend, long delivered) {
    noticeChange(user);
    return friendships.deliverBegin(
        user, friend, delivered, () -> friendLists.friendsOf(user).contains(friend.user()));
  }

  /** Delivers to the connections of one user that a friendship ended. */
  public void deliverEndOfFriendship(UserId user, UserId friend) {
    noticeChange(user);
    friendships.deliverEnd(user, friend);
  }

  private void noticeChange(UserId user) {
    hub.connectionsOf(user).forEach(connection -> connection.friends().change());
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
