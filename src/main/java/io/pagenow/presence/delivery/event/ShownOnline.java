package io.pagenow.presence.delivery.event;

import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.PresenceEvent.Audience;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.UserId;

/**
 * The last event that this node delivered about a user whom friends see online. The store may have
 * lost it.
 *
 * @param version the version of the event, or of a later message that shows the user online
 * @param audience the users who see the user online
 */
public record ShownOnline(UserId user, long version, Audience audience) {

  /** Returns whether the store has lost the event. */
  public boolean isNewerThan(Presence stored) {
    return version > stored.version();
  }

  /** Returns the event that shows the user offline. Its version is lower than any later one. */
  public TimedOut offline() {
    return new TimedOut(user, version + 1, null, audience);
  }
}
