package io.pagenow.presence.websocket;

import jakarta.servlet.ServletRequest;
import jakarta.websocket.Session;

/**
 * What a server can do for sockets beyond the standard API. {@link StandardSockets} does without;
 * an alternative bean may know its server better.
 */
public interface ServerSockets {

  /** Returns the way to send on a session. */
  Sender sender(Session session);

  /**
   * Releases what the server would remember of a handshake for as long as its socket is open. To be
   * called before the answer is complete.
   */
  void releaseHandshake(ServletRequest request);
}
