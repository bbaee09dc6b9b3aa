package io.pagenow.presence.websocket;

import io.pagenow.presence.cluster.Node;
import io.pagenow.presence.config.Settings;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.http.ClientName;
import io.pagenow.presence.http.Problems;
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
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Creates the connection of a verified caller before the server answers the handshake, so that a
 * refusal is an HTTP response. Answers 400 or 426 if the request is not a valid handshake, 429 if
 * the user has too many connections, and 503 if a store does not answer.
 */
@SuppressWarnings("NullAway.Init") // The container injects.
public class HandshakeFilter extends HttpFilter {

  @Serial private static final long serialVersionUID = 1L;

  private static final String RETRY_SECONDS = "5";

  @Inject private transient Node node;
  @Inject private transient PresenceService presence;
  @Inject private transient Hub hub;
  @Inject private transient ServerSockets sockets;
  @Inject private transient Settings settings;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!HandshakeHeaders.accept(request, response)) {
      return;
    }
    SocketConnection connection = connection(request);
    int most = settings.sockets().maxConnections();
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
    } catch (UnavailableException e) {
      response.setHeader("Retry-After", RETRY_SECONDS);
      Problems.send(response, 503, e.detail());
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

  private SocketConnection connection(HttpServletRequest request) {
    JsonWebToken token = (JsonWebToken) request.getUserPrincipal();
    return new SocketConnection(
        hub.nextId(),
        new UserId(token.getName()),
        Instant.ofEpochSecond(token.getExpirationTime()).plus(settings.tokens().grace()),
        ClientName.of(request),
        presence::abandon);
  }
}
