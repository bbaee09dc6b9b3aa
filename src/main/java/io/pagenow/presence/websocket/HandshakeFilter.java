package io.pagenow.presence.websocket;

import io.pagenow.presence.fanout.Hub;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.platform.Problems;
import io.pagenow.presence.platform.Settings;
import io.pagenow.presence.tracking.PresenceTracker;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;

/**
 * Lets a verified caller have a socket, or says why not while that can still be an HTTP answer: 426
 * where it is no handshake, 429 where the user has too many connections, 503 where a store does not
 * answer.
 */
@SuppressWarnings("NullAway.Init") // The container injects.
public class HandshakeFilter extends HttpFilter {

  @Serial private static final long serialVersionUID = 1L;

  private static final String VERSION = "13";
  private static final String RETRY_SECONDS = "5";

  @Inject private transient PresenceTracker tracker;
  @Inject private transient Hub hub;
  @Inject private transient Settings settings;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!isHandshake(request)) {
      response.setHeader("Upgrade", "websocket");
      // Payara gives no length to an answer with that header: only its connection's end is its own.
      response.setHeader("Connection", "close");
      response.setHeader("Sec-WebSocket-Version", VERSION);
      Problems.send(response, 426, "Only WebSocket handshakes are answered here");
      return;
    }
    UserId user = new UserId(request.getUserPrincipal().getName());
    SocketConnection connection = new SocketConnection(hub.nextId(), user, tracker::abandon);
    int most = settings.sockets().maxConnections();
    try {
      if (tracker.prepare(user) >= most) {
        response.setHeader("Retry-After", RETRY_SECONDS);
        Problems.send(response, 429, "A user may have " + most + " connections at a time");
        return;
      }
      tracker.add(connection);
    } catch (UnavailableException e) {
      response.setHeader("Retry-After", RETRY_SECONDS);
      Problems.send(response, 503, e.detail());
      return;
    }
    try {
      chain.doFilter(new Handshake(request, connection), response);
    } finally {
      if (response.getStatus() != HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
        tracker.abandon(connection);
      }
    }
    UndertowHandshake.forget(request);
  }

  /** What RFC 6455, section 4.2.1, asks of one; the server looks at the rest. */
  private static boolean isHandshake(HttpServletRequest request) {
    return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"))
        && VERSION.equals(request.getHeader("Sec-WebSocket-Version"))
        && request.getHeader("Sec-WebSocket-Key") != null;
  }
}
