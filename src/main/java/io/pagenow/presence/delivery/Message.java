package io.pagenow.presence.delivery;

import io.pagenow.presence.metrics.DeliveryMeters;
import io.pagenow.presence.metrics.DeliveryMeters.Source;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.tracing.Traces;
import io.pagenow.presence.tracing.Traces.Delivery;
import org.jspecify.annotations.Nullable;

/**
 * An event, encoded once for all its receivers.
 *
 * @param about the user whose presence it shows
 * @param version orders the messages about one user
 * @param text the JSON to send
 * @param source the way by which the event reached this node
 * @param trace the trace of the event; null if there is none
 */
record Message(UserId about, long version, String text, Source source, @Nullable Delivery trace) {

  /** Measures a message that was written to a socket; null if it was a reply. */
  static void written(@Nullable Message message, DeliveryMeters meters) {
    if (message == null) {
      meters.delivered(0, Source.HERE);
    } else {
      meters.delivered(message.version, message.source);
      Traces.written(message.trace);
    }
  }
}
