package io.pagenow.presence.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;

/**
 * Hides the parts of a request that servers parse but the application does not need: see {@link
 * PlainRequest}. Refuses paths that servers read in different ways: see {@link RequestPath}. Runs
 * before all other filters.
 */
public class PlainRequestFilter extends HttpFilter {

  @Serial private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!RequestPath.isPlain(request.getRequestURI())) {
      Problems.send(
          response, HttpServletResponse.SC_BAD_REQUEST, "The path of the request cannot be read");
      return;
    }
    boolean rest = request.getServletPath().equals("/api");
    chain.doFilter(rest ? new PlainRestRequest(request) : new PlainRequest(request), response);
  }
}
