package io.pagenow.presence.tracking;

import io.pagenow.presence.fanout.Hub;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
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

  /** The last event by which a user of this node is shown; empty where they are offline. */
  Optional<Updated> of(UserId user) {
    return Optional.ofNullable(latest.get(user));
  }

  /** Forgets who is not connected any more. */
  void tidy() {
    latest.keySet().removeIf(user -> !hub.isConnected(user));
  }
}
