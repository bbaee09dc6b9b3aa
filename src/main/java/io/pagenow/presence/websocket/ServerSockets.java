package io.pagenow.presence.websocket;

import jakarta.servlet.ServletRequest;
import jakarta.websocket.Session;
import java.time.Duration;

/**
 * The operations on sockets that depend on the server. {@link StandardSockets} uses the standard
 * API only; an alternative bean may use the API of its server.
 */
public interface ServerSockets {

  /** Returns a sender for a session. */
  Sender sender(Session session);

  /**
   * Returns for how long a request waited before a thread took it, or zero if the server does not
   * tell. Call it on that thread, before anything that takes time.
   */
  Duration timeInQueue(ServletRequest request);

  /**
   * Releases the memory of a handshake that the server would keep as long as the socket is open.
   * Call it before the response is complete.
   */
  void releaseHandshake(ServletRequest request);
}
