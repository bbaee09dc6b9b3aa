package io.pagenow.presence.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.http.Problems;
import io.pagenow.presence.metrics.Meters;
import io.pagenow.presence.protocol.ProblemType;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Returns the metrics of this node in Prometheus' text format. The caller must send the secret of
 * the settings as a bearer token. Without such a setting there are no metrics: answers 404. Load
 * balancers do not forward this path.
 */
@WebServlet(MetricsServlet.PATH)
@SuppressWarnings("NullAway.Init") // The container injects.
public class MetricsServlet extends HttpServlet {

  @Serial private static final long serialVersionUID = 1L;

  static final String PATH = "/metrics";

  @Inject private transient Settings settings;
  @Inject private transient Meters meters;
  @Inject private transient NodeMeters node;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    String secret = settings.operations().metricsSecret();
    // Balancers close this path, and may not know its other spellings, such as /metrics;a=b.
    boolean plain = request.getRequestURI().equals(request.getContextPath() + PATH);
    if (secret == null || !plain) {
      Problems.send(response, HttpServletResponse.SC_NOT_FOUND, Problems.detail(404));
    } else if (isAllowed(request.getHeader("Authorization"), secret)) {
      response.setContentType(Meters.MEDIA_TYPE);
      node.refresh();
      meters.write(response.getOutputStream());
    } else {
      response.setHeader("WWW-Authenticate", "Bearer");
      Problems.send(response, ProblemType.METRICS_SECRET, "The secret of the metrics is needed");
    }
  }

  /** Compares in a time that does not depend on the number of equal characters. */
  static boolean isAllowed(@Nullable String header, String secret) {
    return header != null
        && MessageDigest.isEqual(("Bearer " + secret).getBytes(UTF_8), header.getBytes(UTF_8));
  }
}
