package io.pagenow.presence.websocket;

import jakarta.servlet.ServletRequest;
import jakarta.websocket.Session;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * The operations on sockets that depend on the server. {@link StandardSockets} uses the standard
 * API only; an alternative bean may use the API of its server.
 */
public interface ServerSockets {

  /** Returns a sender for a session. */
  Sender sender(Session session);

  /**
   * Releases the memory of a handshake that the server would keep as long as the socket is open.
   * Call it before the response is complete.
   */
  void releaseHandshake(ServletRequest request);

  /** Returns an address at which this server accepts plain HTTP; empty if it is not known. */
  Optional<InetSocketAddress> address();
}
