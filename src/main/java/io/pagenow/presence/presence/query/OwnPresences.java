package io.pagenow.presence.presence.query;

import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.model.Visibility;

/** Reads what users see of their own presence, which friends of invisible users do not see. */
public interface OwnPresences {

  /**
   * Reads the own presence of a user, never from a replica. An idle user is online until the sweep,
   * as in {@link PresenceReader#readCurrent}. Blocks for at most the adapter's time-out.
   *
   * @throws io.pagenow.presence.model.UnavailableException if the store does not answer
   */
  OwnPresence of(UserId user);

  /**
   * Returns the own presence of a user, which is read only if friends see the user offline.
   *
   * @param seen what friends see
   */
  default OwnPresence of(UserId user, Presence seen) {
    return seen.match(online -> new OwnPresence(online, Visibility.FRIENDS), offline -> of(user));
  }
}
