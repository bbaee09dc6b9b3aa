package io.pagenow.presence.websocket;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.websocket.Session;
import java.security.Principal;

/**
 * A handshake request with its connection. The principal carries the connection to the endpoint: it
 * is the only part of a request that all servers pass on to the session.
 */
final class Handshake extends HttpServletRequestWrapper {

  private final Caller caller;

  private record Caller(SocketConnection connection) implements Principal {
    @Override
    public String getName() {
      return connection.user().value();
    }
  }

  Handshake(HttpServletRequest request, SocketConnection connection) {
    super(request);
    this.caller = new Caller(connection);
  }

  @Override
  public Principal getUserPrincipal() {
    return caller;
  }

  /**
   * Returns the connection of a session.
   *
   * @throws IllegalStateException if no {@link HandshakeFilter} handled the handshake of the
   *     session
   */
  static SocketConnection connectionOf(Session session) {
    if (session.getUserPrincipal() instanceof Caller caller) {
      return caller.connection();
    }
    throw new IllegalStateException("A session without a handshake");
  }
}
