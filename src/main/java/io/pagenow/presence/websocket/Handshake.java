package io.pagenow.presence.websocket;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.websocket.Session;
import java.security.Principal;

/**
 * A handshake request with its connection. The principal carries the connection, and the parts of
 * the node that it belongs to, to the endpoint: it is the only part of a request that all servers
 * pass on to the session.
 */
final class Handshake extends HttpServletRequestWrapper {

  private final Caller caller;

  /**
   * The caller of a handshake.
   *
   * @param parts of the node that accepted the handshake
   */
  record Caller(SocketConnection connection, SocketParts parts) implements Principal {

    @Override
    public String getName() {
      return connection.user().value();
    }
  }

  Handshake(HttpServletRequest request, SocketConnection connection, SocketParts parts) {
    super(request);
    this.caller = new Caller(connection, parts);
  }

  @Override
  public Principal getUserPrincipal() {
    return caller;
  }

  /**
   * Returns the caller whose handshake opened a session.
   *
   * @throws IllegalStateException if no {@link HandshakeFilter} handled the handshake of the
   *     session
   */
  static Caller callerOf(Session session) {
    if (session.getUserPrincipal() instanceof Caller caller) {
      return caller;
    }
    throw new IllegalStateException("A session without a handshake");
  }
}
