package io.pagenow.presence.delivery.event;

import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.ProtocolVersion;
import io.pagenow.presence.protocol.ServerMessages;
import io.pagenow.presence.protocol.v2.Events;

/** Chooses the encoding of an event. */
final class Encoding {

  private Encoding() {}

  static String encode(PresenceEvent event, ProtocolVersion protocol) {
    return switch (protocol) {
      case V1 -> ServerMessages.encode(event);
      case V2 -> Events.presence(event);
    };
  }
}
