package io.pagenow.presence.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pagenow.presence.http.Problems;
import io.pagenow.presence.metrics.ClientMeters;
import io.pagenow.presence.metrics.ClientMeters.TokenFlaw;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.protocol.ProblemType;
import io.pagenow.presence.revocation.Revocations;
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
 * Accepts requests with a valid token and answers 401 to the rest. The principal of a REST request
 * becomes a {@link CallerToken}.
 */
@SuppressWarnings("NullAway.Init") // The server makes filters without arguments, then injects.
public class TokenFilter extends HttpFilter {

  @Serial private static final long serialVersionUID = 1L;

  private static final String AUTHORIZATION = "Authorization";
  private static final Pattern AMPERSAND = Pattern.compile("&");
  private static final Pattern BEARER = Pattern.compile("(?i)^bearer(?: +|$)");

  @Inject private transient TokenVerifier verifier;
  @Inject private transient VerifiedTokens verified;
  @Inject private transient Revocations revocations;
  @Inject private transient ClientMeters meters;

  @Override
  public void init() {
    verifier.prepare();
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    // Presence is private and changes quickly, so no cache may store it.
    response.setHeader("Cache-Control", "no-store");
    boolean handshake = request.getServletPath().equals("/ws");
    Optional<String> token =
        handshake
            ? inQuery(parameter(request.getQueryString()))
            : inHeader(request.getHeader(AUTHORIZATION));
    if (token.isEmpty()) {
      meters.refused(TokenFlaw.MISSING);
      refuse(response, ProblemType.TOKEN_MISSING, "Bearer", "A token is needed");
      return;
    }
    CallerToken caller;
    try {
      // The token of a handshake is not cached: clients send it once, and there is one for each
      // connection.
      caller = handshake ? verifier.verify(token.get()) : verified.verify(token.get());
      if (revocations.isRevoked(caller.user(), caller.issued())) {
        throw new InvalidTokenException(TokenFlaw.REVOKED, "The token was revoked");
      }
    } catch (InvalidTokenException e) {
      meters.refused(e.flaw());
      refuse(response, ProblemType.TOKEN_INVALID, "Bearer error=\"invalid_token\"", e.detail());
      return;
    } catch (UnavailableException e) {
      response.setHeader("Retry-After", "5");
      Problems.send(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, e.detail());
      return;
    }
    chain.doFilter(
        handshake
            ? new HandshakeRequest(request, caller)
            : new AuthenticatedRequest(request, caller),
        response);
  }

  /**
   * Returns the first query parameter {@code Authorization}, or null if there is none. {@code
   * getParameter} of the server would also read the body of a form, before the caller is
   * authenticated.
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
      return ""; // A token contains no escapes, so this is not a token.
    }
  }

  /**
   * Returns the token of a handshake. It is in the query, as browsers cannot set headers of a
   * handshake.
   */
  static Optional<String> inQuery(@Nullable String parameter) {
    return Optional.ofNullable(parameter).map(String::strip).filter(token -> !token.isEmpty());
  }

  /** Returns the token of the header, with or without the scheme {@code Bearer} before it. */
  static Optional<String> inHeader(@Nullable String header) {
    return inQuery(header)
        .map(value -> BEARER.matcher(value).replaceFirst(""))
        .filter(token -> !token.isEmpty());
  }

  private static void refuse(
      HttpServletResponse response, ProblemType type, String challenge, String detail)
      throws IOException {
    response.setHeader("WWW-Authenticate", challenge);
    Problems.send(response, type, detail);
  }
}
