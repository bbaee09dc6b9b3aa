package io.pagenow.presence.rehearsal;

import io.pagenow.presence.http.Problems;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;

/** Accepts the handshakes of a rehearsal while there is one. Answers 404 at any other time. */
@SuppressWarnings("NullAway.Init") // The container injects.
public class RehearsalFilter extends HttpFilter {

  @Serial private static final long serialVersionUID = 1L;

  @Inject private transient Rehearsal rehearsal;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    RehearsalNode node = rehearsal.node();
    if (node == null) {
      Problems.send(response, HttpServletResponse.SC_NOT_FOUND, Problems.detail(404));
    } else {
      node.accept(request, response, chain);
    }
  }
}
