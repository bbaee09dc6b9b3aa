package io.pagenow.presence.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;

/**
 * Keeps from the servers what they parse and the application does not need: see {@link
 * PlainRequest}. It stands in front of all other filters. It also refuses paths that servers read
 * in different ways: see {@link RequestPath}.
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
