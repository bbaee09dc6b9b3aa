package io.pagenow.presence.rehearsal;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.testing.TestNode;
import io.pagenow.presence.websocket.Sender;
import io.pagenow.presence.websocket.ServerSockets;
import jakarta.servlet.ServletRequest;
import jakarta.websocket.Session;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** Creates rehearsals of a node for tests. */
final class Rehearsals {

  private Rehearsals() {}

  /** Sockets of a server that has an address and opens no session. */
  private record Address(Optional<InetSocketAddress> address) implements ServerSockets {

    @Override
    public Sender sender(Session session) {
      throw new IllegalStateException("There is no session");
    }

    @Override
    public Duration timeInQueue(ServletRequest request) {
      return Duration.ZERO;
    }

    @Override
    public void releaseHandshake(ServletRequest request) {}
  }

  static RehearsalServices services(
      TestNode node, Settings settings, Optional<InetSocketAddress> server) {
    return new RehearsalServices(
        node.store(),
        node.friendships(),
        node.sharingLists(),
        node.reader(),
        node.ownPresences(),
        node.recordedPages(),
        node.resumeLimit(),
        node.delivered(),
        node.lease(),
        node.revocations(),
        new Address(server),
        settings);
  }

  /** Returns a rehearsal that waits half a second for a server. */
  static Rehearsal of(TestNode node, Settings settings, Optional<InetSocketAddress> server) {
    Duration half = Duration.ofMillis(500);
    return new Rehearsal(
        node.queries(),
        services(node, settings, server),
        new Rehearsal.Limits(Duration.ofMillis(100), half, half, half));
  }
}
