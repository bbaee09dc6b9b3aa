package io.pagenow.presence.delivery.event;

import io.pagenow.presence.delivery.Message;
import io.pagenow.presence.delivery.Message.Kind;
import io.pagenow.presence.metrics.DeliveryMeters.Source;
import io.pagenow.presence.model.Friend;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.ProtocolVersion;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.v2.Events;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Delivers to the connections of a user that a friendship began or ended. Thread-safe. */
public final class FriendshipDelivery {

  private final LatestEvents latestEvents;

  public FriendshipDelivery(LatestEvents latestEvents) {
    this.latestEvents = latestEvents;
  }

  /**
   * Delivers the presence of a new friend. Version 1 connections get nothing if the friend is
   * offline.
   *
   * @param delivered the version of the last event of the friend that was delivered before the
   *     presence was read
   * @param mayKnow returns whether the friendship still exists; called while no event of the friend
   *     is delivered
   * @return false if a newer event was delivered since. The caller must call again with the current
   *     presence
   */
  public boolean deliverBegin(
      UserId recipient, Friend friend, long delivered, BooleanSupplier mayKnow) {
    UserId user = friend.user();
    // Before the delivery, so that a missed event finds it.
    latestEvents.recordShown(friend);
    long version = Math.max(friend.presence().version(), delivered);
    Message v2 =
        new Message(
                Kind.FRIENDSHIP_BEGAN,
                user,
                version,
                Source.HERE,
                protocol -> Events.friendAdded(friend))
            .only(ProtocolVersion.V2);
    return friend
        .presence()
        .match(
            online -> Optional.of(new Updated(user, online.version(), online.activity())),
            offline -> Optional.<Updated>empty())
        .map(
            event ->
                new Message(
                        Kind.EVENT,
                        user,
                        version,
                        Source.HERE,
                        protocol -> Encoding.encode(event, protocol))
                    .only(ProtocolVersion.V1))
        .map(v1 -> latestEvents.deliverTo(recipient, user, version, mayKnow, v1, v2))
        .orElseGet(() -> latestEvents.deliverTo(recipient, user, version, mayKnow, v2));
  }

  /** Delivers the end of a friendship. Version 1 connections are shown the friend as offline. */
  public void deliverEnd(UserId recipient, UserId friend) {
    // It has no place in the order of the friend's events.
    long unordered = 0;
    Message end =
        new Message(
            Kind.FRIENDSHIP_ENDED,
            friend,
            unordered,
            Source.HERE,
            protocol ->
                switch (protocol) {
                  case V1 -> Encoding.encode(new TimedOut(friend, unordered), protocol);
                  case V2 -> Events.friendRemoved(friend);
                });
    var unused = latestEvents.deliverTo(recipient, friend, Long.MAX_VALUE, () -> true, end);
  }
}
