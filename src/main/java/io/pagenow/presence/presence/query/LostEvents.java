package io.pagenow.presence.presence.query;

import io.pagenow.presence.model.PresenceEvent.TimedOut;
import java.util.Collection;
import java.util.List;

/** The events that nodes delivered, but the store lost. Thread-safe. */
public interface LostEvents {

  /**
   * Records that users are shown offline, or with an older event, because the store does not have
   * the event that was delivered last. A node that restores this event afterwards publishes it
   * under a new version: otherwise other nodes would drop it, since they have delivered it already.
   * Blocks for a bounded time.
   *
   * @param events one for each user. Its version follows that of the event that was delivered last
   * @return those of users whose event the store does not have. It was restored meanwhile for the
   *     other users
   * @throws io.pagenow.presence.model.UnavailableException if the store does not answer. It may
   *     still have executed the call
   */
  List<TimedOut> recordOffline(Collection<TimedOut> events);
}
