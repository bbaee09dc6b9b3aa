package io.pagenow.presence.security;

import io.pagenow.presence.config.Settings;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.net.URI;
import java.util.Set;

/**
 * Tells browsers how little the live page needs, so that they allow it nothing else: what a friend
 * writes can run nothing and load nothing, and no other site shows the page in a frame.
 */
@SuppressWarnings("NullAway.Init") // The server makes filters without arguments, then injects.
public class PageFilter extends HttpFilter {

  @Serial private static final long serialVersionUID = 1L;

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost");

  @Inject private transient Settings settings;
  private transient String contentSecurityPolicy;

  @Override
  public void init() {
    contentSecurityPolicy = contentSecurityPolicy(settings.tokens().issuer());
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader("Content-Security-Policy", contentSecurityPolicy);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    // A new release is taken at once, and as a whole; unchanged files are answered with 304.
    response.setHeader("Cache-Control", "no-cache");
    chain.doFilter(request, response);
  }

  /**
   * The policy of the page.
   *
   * @param issuer where tokens come from: the page may ask it for one where it is on this very
   *     machine, as in a local run
   */
  static String contentSecurityPolicy(String issuer) {
    return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
        + " connect-src 'self'"
        + (isLoopback(issuer) ? " " + issuer : "")
        + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  }

  private static boolean isLoopback(String issuer) {
    try {
      URI address = URI.create(issuer);
      String host = address.getHost();
      String port = address.getPort() < 0 ? "" : ":" + address.getPort();
      // Nothing but an origin: whatever else there is would become part of the policy.
      return host != null && LOOPBACK.contains(host) && issuer.equals("http://" + host + port);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
