package io.pagenow.presence.http;

import static java.util.stream.Collectors.joining;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.config.Settings.Pages;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Sends the security headers of the live page. The policy permits only what the page needs. So text
 * from a friend cannot run scripts or load content, and no other site can show the page in a frame.
 */
@SuppressWarnings("NullAway.Init") // The server makes filters without arguments, then injects.
public class PageFilter extends HttpFilter {

  @Serial private static final long serialVersionUID = 1L;

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost");

  @Inject private transient Settings settings;
  private transient String contentSecurityPolicy;

  @Override
  public void init() {
    contentSecurityPolicy = contentSecurityPolicy(settings.tokens().issuer(), settings.pages());
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader("Content-Security-Policy", contentSecurityPolicy);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    // Browsers load all files of a new release at once; unchanged files are answered with 304.
    response.setHeader("Cache-Control", "no-cache");
    if (request.getServletPath().endsWith(".js")) {
      // Modules contain no data, and pages of other origins import the client library.
      response.setHeader("Access-Control-Allow-Origin", "*");
    }
    chain.doFilter(request, response);
  }

  /**
   * Returns the Content-Security-Policy of the page.
   *
   * @param issuer the token issuer; the page may request a token from it if it runs on the same
   *     machine, as in a local run
   * @param pages the page may request tokens and profile images from the addresses in these
   *     settings
   */
  static String contentSecurityPolicy(String issuer, Pages pages) {
    Set<String> tokens = new LinkedHashSet<>();
    if (isLoopback(issuer)) {
      tokens.add(issuer);
    }
    if (pages.signIn() != null) {
      tokens.add(origin(pages.signIn().token()));
    }
    URI images = pages.profileImages();
    return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
        + (images == null ? "" : " " + origin(images))
        + "; manifest-src 'self'; connect-src 'self'"
        + tokens.stream().map(origin -> " " + origin).collect(joining())
        + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  }

  private static String origin(URI address) {
    return address.getScheme() + "://" + address.getAuthority();
  }

  private static boolean isLoopback(String issuer) {
    try {
      URI address = URI.create(issuer);
      String host = address.getHost();
      String port = address.getPort() < 0 ? "" : ":" + address.getPort();
      // The issuer must be a bare origin, as the text becomes part of the policy.
      return host != null && LOOPBACK.contains(host) && issuer.equals("http://" + host + port);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
