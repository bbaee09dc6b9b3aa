package io.pagenow.presence.rest.node;

import io.pagenow.presence.cluster.Node;
import io.pagenow.presence.cluster.NodeLease;
import io.pagenow.presence.concurrent.BackgroundLoops;
import io.pagenow.presence.http.Problems;
import io.pagenow.presence.protocol.Health;
import io.pagenow.presence.protocol.Health.Check;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.List;
import java.util.Map;

/**
 * Reports the health of this node, without a token. {@code /health/live} fails if a background loop
 * is stuck or dead, which only a restart cures. {@code /health/ready} fails in the same cases, if
 * the lease expired, and while the node starts, drains or is stopped. A load balancer should then
 * send clients to other nodes.
 *
 * <p>An outage of a store fails neither check. All nodes share the stores, so taking out one node
 * does not help. Taking out all nodes would leave clients without an answer. An expired lease
 * therefore counts only if the store answers: then this node itself is broken.
 */
@WebServlet({"/health/live", "/health/ready"})
@SuppressWarnings("NullAway.Init") // The container injects.
public class HealthServlet extends HttpServlet {

  @Serial private static final long serialVersionUID = 1L;

  private static final List<String> METHODS = List.of("GET", "HEAD", "OPTIONS");

  @Inject private transient Node node;
  @Inject private transient NodeLease lease;
  @Inject private transient BackgroundLoops loops;

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
    List<Check> checks =
        request.getServletPath().equals("/health/live")
            ? List.of(loops())
            : List.of(node(), lease(), loops());
    response.setStatus(
        Health.isUp(checks)
            ? HttpServletResponse.SC_OK
            : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    response.setHeader("Cache-Control", "no-store");
    response.setContentType("application/json");
    response.setCharacterEncoding("UTF-8");
    response.getWriter().write(Health.encode(checks));
  }

  private Check node() {
    return new Check("node", node.isRunning() ? Map.of() : Map.of("node", node.state().toString()));
  }

  private Check lease() {
    return new Check(
        "lease", lease.trouble().map(trouble -> Map.of("lease", trouble)).orElse(Map.of()));
  }

  private Check loops() {
    return new Check("loops", loops.stuck());
  }
}
