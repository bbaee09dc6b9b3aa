package io.pagenow.presence.delivery;

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
public final class HeldEvents {

  private final Hub hub;
  private final Map<UserId, PresenceEvent> latest = new ConcurrentHashMap<>();

  @Inject
  public HeldEvents(Hub hub) {
    this.hub = hub;
  }

  /**
   * Takes notice of an event about a user of this node. That they are offline is kept too, lest an
   * older event brings them back.
   */
  public void accept(PresenceEvent event) {
    latest.merge(
        event.user(), event, (held, next) -> next.version() < held.version() ? held : next);
  }

  /** The last event by which a user of this node is shown; empty where they are offline. */
  public Optional<Updated> of(UserId user) {
    return latest.get(user) instanceof Updated updated ? Optional.of(updated) : Optional.empty();
  }

  /** Forgets who is not connected any more. */
  public void tidy() {
    latest.keySet().removeIf(user -> !hub.isConnected(user));
  }
}
