package io.pagenow.presence.websocket;

import io.pagenow.presence.http.ClientName;
import io.pagenow.presence.http.HandshakeHeaders;
import io.pagenow.presence.http.OfferedProtocols;
import io.pagenow.presence.http.Problems;
import io.pagenow.presence.model.ProtocolVersion;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.ProblemType;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Creates the connection of a verified caller before the server answers the handshake, so that a
 * refusal is an HTTP response. Answers 400 or 426 if the request is not a valid handshake, 429 if
 * the user has too many connections, and 503 if a store does not answer.
 */
@SuppressWarnings("NullAway.Init") // The container injects.
public class HandshakeFilter extends HttpFilter {

  @Serial private static final long serialVersionUID = 1L;

  static final String RETRY_SECONDS = "5";

  private transient SocketParts parts;

  /** Sets the parts of the node whose handshakes this filter accepts. */
  @Inject
  public void use(SocketParts own) {
    parts = own;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!HandshakeHeaders.accept(request, response)) {
      return;
    }
    Instant expiry = expiryOf(request);
    SocketConnection connection = connection(request, expiry);
    int most = parts.settings().sockets().maxConnections();
    boolean added = false;
    try {
      if (parts.node().prepare(connection.user()) >= most) {
        response.setHeader("Retry-After", RETRY_SECONDS);
        Problems.send(
            response,
            ProblemType.TOO_MANY_CONNECTIONS,
            "A user may have " + most + " connections at a time");
        return;
      }
      parts.node().add(connection);
      added = true;
      if (connection.protocol() == ProtocolVersion.V2) {
        parts.states().open(connection, expiry, Optional.ofNullable(request.getParameter("since")));
      }
    } catch (UnavailableException e) {
      response.setHeader("Retry-After", RETRY_SECONDS);
      Problems.send(response, 503, e.detail());
      if (added) {
        parts.presence().abandon(connection);
      }
      return;
    }
    try {
      chain.doFilter(new Handshake(request, connection, parts), response);
    } finally {
      if (response.getStatus() != HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
        parts.presence().abandon(connection);
      }
    }
    parts.sockets().releaseHandshake(request);
  }

  private SocketConnection connection(HttpServletRequest request, Instant expiry) {
    ProtocolVersion protocol = OfferedProtocols.of(request).version();
    return new SocketConnection(
        parts.hub().nextId(),
        new UserId(request.getUserPrincipal().getName()),
        protocol,
        parts.conversations().endOf(protocol, expiry),
        ClientName.of(request),
        parts.presence()::abandon);
  }

  private static Instant expiryOf(HttpServletRequest request) {
    return Instant.ofEpochSecond(((JsonWebToken) request.getUserPrincipal()).getExpirationTime());
  }
}
