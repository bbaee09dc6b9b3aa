package io.pagenow.presence.tracking;

import io.pagenow.presence.fanout.Hub;
import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.Presence.Online;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The presence of the users who are connected to this node, as they were told themselves: so that
 * it can be put back where the store loses it.
 */
@Singleton
public final class Holdings {

  private final Hub hub;
  private final Map<UserId, Updated> latest = new ConcurrentHashMap<>();

  @Inject
  public Holdings(Hub hub) {
    this.hub = hub;
  }

  /** Takes notice of an event about a user of this node. */
  void accept(PresenceEvent event) {
    latest.compute(
        event.user(),
        (user, held) -> {
          if (held != null && held.version() > event.version()) {
            return held;
          }
          return event instanceof Updated updated ? updated : null;
        });
  }

  /** What a user of this node was told last; offline where that was nothing. */
  Presence of(UserId user) {
    Updated held = latest.get(user);
    return held == null
        ? Presence.OFFLINE
        : new Online(held.page(), held.latest(), time(held.version()));
  }

  private static Instant time(long version) {
    return Instant.ofEpochMilli(version / 1_000); // from microseconds
  }

  /** Forgets who is not connected any more. */
  void tidy() {
    latest.keySet().removeIf(user -> !hub.isConnected(user));
  }
}
