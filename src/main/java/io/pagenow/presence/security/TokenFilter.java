package io.pagenow.presence.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pagenow.presence.http.Problems;
import io.pagenow.presence.model.UnavailableException;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.net.URLDecoder;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who has a good token. From here on a request's principal is a {@link CallerToken}; that
 * of a socket, which outlives its token, has the user's name alone. What has no token gets an
 * answer before there is a socket.
 */
@SuppressWarnings("NullAway.Init") // The server makes filters without arguments, then injects.
public class TokenFilter extends HttpFilter {

  @Serial private static final long serialVersionUID = 1L;

  private static final String AUTHORIZATION = "Authorization";
  private static final Pattern AMPERSAND = Pattern.compile("&");
  private static final Pattern BEARER = Pattern.compile("(?i)^bearer(?: +|$)");

  @Inject private transient TokenVerifier verifier;
  @Inject private transient VerifiedTokens verified;

  @Override
  public void init() {
    verifier.prepare();
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    // Presence is private, and out of date in a moment.
    response.setHeader("Cache-Control", "no-store");
    boolean handshake = request.getServletPath().equals("/ws");
    Optional<String> token =
        handshake
            ? inQuery(parameter(request.getQueryString()))
            : inHeader(request.getHeader(AUTHORIZATION));
    if (token.isEmpty()) {
      refuse(response, "Bearer", "A token is needed");
      return;
    }
    CallerToken caller;
    try {
      // A handshake's token is not remembered: it comes once, and there are as many as sockets.
      caller = handshake ? verifier.verify(token.get()) : verified.verify(token.get());
    } catch (InvalidTokenException e) {
      refuse(response, "Bearer error=\"invalid_token\"", e.detail());
      return;
    } catch (UnavailableException e) {
      response.setHeader("Retry-After", "5");
      Problems.send(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, e.detail());
      return;
    }
    chain.doFilter(
        handshake
            ? new HandshakeRequest(request, caller.user())
            : new AuthenticatedRequest(request, caller),
        response);
  }

  /**
   * Returns the first parameter of that name. The server's own method would read the body of a form
   * as well, before anybody knows the caller.
   */
  static @Nullable String parameter(@Nullable String query) {
    if (query == null) {
      return null;
    }
    return AMPERSAND
        .splitAsStream(query)
        .filter(pair -> pair.startsWith(AUTHORIZATION + "="))
        .map(pair -> decoded(pair.substring(AUTHORIZATION.length() + 1)))
        .findFirst()
        .orElse(null);
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, UTF_8);
    } catch (IllegalArgumentException e) {
      return ""; // A token needs no escapes, so this is none.
    }
  }

  /** The token as browsers send it with a socket, for which they set no headers. */
  static Optional<String> inQuery(@Nullable String parameter) {
    return Optional.ofNullable(parameter).map(String::strip).filter(token -> !token.isEmpty());
  }

  /** The token, with or without the scheme in front of it. */
  static Optional<String> inHeader(@Nullable String header) {
    return inQuery(header)
        .map(value -> BEARER.matcher(value).replaceFirst(""))
        .filter(token -> !token.isEmpty());
  }

  private static void refuse(HttpServletResponse response, String challenge, String detail)
      throws IOException {
    response.setHeader("WWW-Authenticate", challenge);
    Problems.send(response, HttpServletResponse.SC_UNAUTHORIZED, detail);
  }
}
