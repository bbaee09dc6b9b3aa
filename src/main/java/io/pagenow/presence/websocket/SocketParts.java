package io.pagenow.presence.websocket;

import io.pagenow.presence.cluster.Node;
import io.pagenow.presence.config.Settings;
import io.pagenow.presence.conversation.Conversations;
import io.pagenow.presence.conversation.States;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.metrics.ClientMeters;
import io.pagenow.presence.presence.PresenceService;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The parts of a node that its handshakes and its open connections use. */
@Singleton
public record SocketParts(
    Node node,
    PresenceService presence,
    Hub hub,
    Conversations conversations,
    States states,
    ServerSockets sockets,
    Settings settings,
    ClientMeters meters) {

  @Inject
  public SocketParts {}
}
