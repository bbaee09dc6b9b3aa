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
 * The latest delivered events of the users who are connected to this node, so that this node can
 * restore them if the store loses them. Thread-safe.
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
   * Records an event of a user of this node, unless a newer one is recorded. An offline event stays
   * recorded too, so that an older event cannot show the user online again.
   */
  public void accept(PresenceEvent event) {
    latest.merge(
        event.user(), event, (held, next) -> next.version() < held.version() ? held : next);
  }

  /**
   * Returns the latest event that shows the user online; empty if the user is offline or unknown.
   */
  public Optional<Updated> of(UserId user) {
    return latest.get(user) instanceof Updated updated ? Optional.of(updated) : Optional.empty();
  }

  /** Removes the events of users who are no longer connected. */
  public void forgetDisconnected() {
    latest.keySet().removeIf(user -> !hub.isConnected(user));
  }
}
