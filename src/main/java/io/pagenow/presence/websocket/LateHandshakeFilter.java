package io.pagenow.presence.websocket;

import io.pagenow.presence.http.Problems;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.time.Duration;

/**
 * Answers 503 to a handshake that has waited for a thread of the server for more than five seconds.
 *
 * <p>When thousands of clients reconnect to one node, handshakes queue up. Clients close a
 * handshake that takes too long, and try again. If the node answered the closed handshakes first,
 * the handshakes of waiting clients would be late as well, and the queue would never end.
 */
@SuppressWarnings("NullAway.Init") // The container injects.
public class LateHandshakeFilter extends HttpFilter {

  @Serial private static final long serialVersionUID = 1L;

  private static final Duration MAX_WAIT = Duration.ofSeconds(5);

  @Inject private transient ServerSockets sockets;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (sockets.timeInQueue(request).compareTo(MAX_WAIT) > 0) {
      response.setHeader("Retry-After", HandshakeFilter.RETRY_SECONDS);
      Problems.send(response, 503, "This node has too many handshakes");
      return;
    }
    chain.doFilter(request, response);
  }
}
