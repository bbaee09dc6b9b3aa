package io.pagenow.presence.http;

import io.pagenow.presence.metrics.ClientMeters;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;

/** Measures handshakes and REST requests. Runs before the filters that may refuse them. */
@SuppressWarnings("NullAway.Init") // The container injects.
public class RequestMeterFilter extends HttpFilter {

  @Serial private static final long serialVersionUID = 1L;

  @Inject private transient ClientMeters meters;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    long start = System.nanoTime();
    String door = request.getServletPath().equals("/ws") ? "ws" : "rest";
    int status = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    try {
      chain.doFilter(request, response);
      status = response.getStatus();
    } finally {
      meters.answered(door, status, System.nanoTime() - start);
    }
  }
}
