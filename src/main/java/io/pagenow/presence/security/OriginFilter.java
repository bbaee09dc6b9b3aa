package io.pagenow.presence.security;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.http.Problems;
import io.pagenow.presence.protocol.ProblemType;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;

/**
 * Accepts browser requests from allowed origins only, and sends the CORS headers. A request without
 * an origin does not come from a web page and passes.
 *
 * <p>A page of any origin may read the refusal, which is the same for all requests and reveals
 * nothing. Without that, a client could not tell a refused origin from a dead server. The refusal
 * of a preflight stays a failure, so browsers do not send the token.
 *
 * <p>It runs before the token check, so that a page can read every response, also errors.
 */
@SuppressWarnings("NullAway.Init") // The server makes filters without arguments, then injects.
public class OriginFilter extends HttpFilter {

  @Serial private static final long serialVersionUID = 1L;

  private static final String EXPOSED = "ETag, Presence-Incomplete, Retry-After, WWW-Authenticate";

  @Inject private transient Settings settings;
  private transient Origins origins;

  @Override
  public void init() {
    origins = new Origins(settings.origins());
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    // Also without the header Origin, as the response depends on it.
    response.addHeader("Vary", "Origin");
    String origin = request.getHeader("Origin");
    if (origin == null) {
      chain.doFilter(request, response);
    } else if (!origins.allow(origin, request.getHeader("Host"))) {
      response.setHeader("Access-Control-Allow-Origin", "*");
      Problems.send(
          response, ProblemType.ORIGIN_NOT_ALLOWED, "Pages of this origin may not call this API");
    } else {
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Access-Control-Allow-Credentials", "true");
      if (preflight(request)) {
        response.setHeader("Access-Control-Allow-Methods", "GET, DELETE, OPTIONS");
        response.setHeader(
            "Access-Control-Allow-Headers", "Authorization, Content-Type, If-None-Match");
        response.setHeader("Access-Control-Max-Age", "3600");
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      } else {
        response.setHeader("Access-Control-Expose-Headers", EXPOSED);
        chain.doFilter(request, response);
      }
    }
  }

  /** Returns whether the request is a CORS preflight, which never has a token. */
  private static boolean preflight(HttpServletRequest request) {
    return request.getMethod().equals("OPTIONS")
        && request.getHeader("Access-Control-Request-Method") != null;
  }
}
