package io.pagenow.presence.delivery.event;

import io.pagenow.presence.delivery.Message;
import io.pagenow.presence.delivery.Message.Kind;
import io.pagenow.presence.metrics.DeliveryMeters.Source;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.ProtocolVersion;
import io.pagenow.presence.protocol.ServerMessages;
import io.pagenow.presence.protocol.v2.Events;
import java.util.function.BiFunction;

/** Makes the messages about events. */
final class Encoding {

  private Encoding() {}

  /** Returns the message about an event; version 1 has none about a change of the visibility. */
  static Message message(
      PresenceEvent event,
      Source source,
      BiFunction<PresenceEvent, ProtocolVersion, String> encode) {
    Message message =
        new Message(
            Kind.EVENT,
            event.user(),
            event.version(),
            source,
            protocol -> encode.apply(event, protocol));
    return event.match(
        updated -> message, timedOut -> message, changed -> message.only(ProtocolVersion.V2));
  }

  static String encode(PresenceEvent event, ProtocolVersion protocol) {
    return switch (protocol) {
      case V1 -> ServerMessages.encode(event);
      case V2 -> Events.presence(event);
    };
  }
}
