package io.pagenow.presence.websocket;

import io.pagenow.presence.cluster.Node;
import io.pagenow.presence.config.Settings;
import io.pagenow.presence.conversation.Conversations;
import io.pagenow.presence.conversation.States;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.http.ClientName;
import io.pagenow.presence.http.OfferedProtocols;
import io.pagenow.presence.http.Problems;
import io.pagenow.presence.model.ProtocolVersion;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceService;
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

  @Inject private transient Node node;
  @Inject private transient PresenceService presence;
  @Inject private transient Hub hub;
  @Inject private transient Conversations conversations;
  @Inject private transient States states;
  @Inject private transient ServerSockets sockets;
  @Inject private transient Settings settings;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!HandshakeHeaders.accept(request, response)) {
      return;
    }
    Instant expiry = expiryOf(request);
    SocketConnection connection = connection(request, expiry);
    int most = settings.sockets().maxConnections();
    boolean added = false;
    try {
      if (node.prepare(connection.user()) >= most) {
        response.setHeader("Retry-After", RETRY_SECONDS);
        Problems.send(
            response,
            ProblemType.TOO_MANY_CONNECTIONS,
            "A user may have " + most + " connections at a time");
        return;
      }
      node.add(connection);
      added = true;
      if (connection.protocol() == ProtocolVersion.V2) {
        states.open(connection, expiry, Optional.ofNullable(request.getParameter("since")));
      }
    } catch (UnavailableException e) {
      response.setHeader("Retry-After", RETRY_SECONDS);
      Problems.send(response, 503, e.detail());
      if (added) {
        presence.abandon(connection);
      }
      return;
    }
    try {
      chain.doFilter(new Handshake(request, connection), response);
    } finally {
      if (response.getStatus() != HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
        presence.abandon(connection);
      }
    }
    sockets.releaseHandshake(request);
  }

  private SocketConnection connection(HttpServletRequest request, Instant expiry) {
    ProtocolVersion protocol = OfferedProtocols.of(request).version();
    return new SocketConnection(
        hub.nextId(),
        new UserId(request.getUserPrincipal().getName()),
        protocol,
        conversations.endOf(protocol, expiry),
        ClientName.of(request),
        presence::abandon);
  }

  private static Instant expiryOf(HttpServletRequest request) {
    return Instant.ofEpochSecond(((JsonWebToken) request.getUserPrincipal()).getExpirationTime());
  }
}
