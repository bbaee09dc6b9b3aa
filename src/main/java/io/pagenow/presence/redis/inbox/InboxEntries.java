package io.pagenow.presence.redis.inbox;

import io.pagenow.presence.metrics.StoreMeters;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.EventDelivery;
import io.pagenow.presence.protocol.StoredPages;
import io.pagenow.presence.protocol.stored.StoredEvents;
import io.pagenow.presence.tracing.Traces;
import java.util.Map;
import java.util.function.Consumer;

/** Delivers the entries of an inbox on this node. Thread-safe. */
public record InboxEntries(EventDelivery delivery, StoreMeters meters) {

  /**
   * Delivers one entry.
   *
   * @throws RuntimeException if the entry is invalid, perhaps of another release
   */
  public void deliver(Map<String, String> entry) {
    deliver(entry, delivery::deliverFromInbox);
  }

  /** Does the same with an entry that may have been delivered before. */
  void deliverAgain(Map<String, String> entry) {
    deliver(entry, delivery::deliverAgain);
  }

  private void deliver(Map<String, String> entry, Consumer<PresenceEvent> deliver) {
    UserId user = new UserId(field(entry, "user"));
    switch (field(entry, StoredEvents.TYPE)) {
      case "idle" -> delivery.disconnectIdle(user, connection(entry));
      case "disconnect" -> delivery.disconnect(user, connection(entry));
      default -> {
        PresenceEvent event = StoredEvents.decode(user, entry, StoredPages::decode);
        meters.arrived(event.version());
        Traces.receive(entry, () -> deliver.accept(event));
      }
    }
  }

  private static ConnectionId connection(Map<String, String> entry) {
    return ConnectionId.parse(field(entry, "connection")).orElseThrow();
  }

  private static String field(Map<String, String> entry, String name) {
    String value = entry.get(name);
    if (value == null) {
      throw new IllegalArgumentException("Missing field " + name);
    }
    return value;
  }
}
