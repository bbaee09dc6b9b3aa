package io.pagenow.presence.websocket;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.websocket.Session;
import java.security.Principal;

/**
 * A handshake whose connection exists already. The principal carries it to the endpoint: of all
 * that a request has, servers pass on that alone.
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

  /** The connection of a session that was opened by such a handshake. */
  static SocketConnection connectionOf(Session session) {
    if (session.getUserPrincipal() instanceof Caller caller) {
      return caller.connection();
    }
    throw new IllegalStateException("A session without a handshake");
  }
}
