package io.pagenow.presence.rest;

import io.pagenow.presence.platform.Problems;
import io.pagenow.presence.tracking.PresenceTracker;
import io.pagenow.presence.wire.Health;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.List;

/**
 * Tells a load balancer whether to send clients here: {@code /health/live} while the application
 * runs, {@code /health/ready} while it takes them. Needs no token.
 *
 * <p>It does not look at the stores: all nodes have the same, so that to take one out would help
 * nobody, and to take all out would only turn clear answers into none.
 */
@WebServlet({"/health/live", "/health/ready"})
@SuppressWarnings("NullAway.Init") // The container injects.
public class HealthServlet extends HttpServlet {

  @Serial private static final long serialVersionUID = 1L;

  private static final List<String> METHODS = List.of("GET", "HEAD", "OPTIONS");

  @Inject private transient PresenceTracker tracker;

  /**
   * The superclass would answer 501 to methods that it does not know, as if the node had failed.
   */
  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (METHODS.contains(request.getMethod())) {
      super.service(request, response);
    } else {
      response.setHeader("Allow", String.join(", ", METHODS));
      Problems.send(
          response,
          HttpServletResponse.SC_METHOD_NOT_ALLOWED,
          Problems.detail(HttpServletResponse.SC_METHOD_NOT_ALLOWED));
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean up = request.getServletPath().equals("/health/live") || !tracker.isLeaving();
    response.setStatus(up ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    response.setHeader("Cache-Control", "no-store");
    response.setContentType("application/json");
    response.setCharacterEncoding("UTF-8");
    response.getWriter().write(Health.encode(up));
  }
}
