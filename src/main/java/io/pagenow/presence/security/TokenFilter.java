package io.pagenow.presence.security;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.http.OfferedProtocols;
import io.pagenow.presence.http.Problems;
import io.pagenow.presence.http.QueryParameter;
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
  private static final Pattern BEARER = Pattern.compile("(?i)^bearer(?: +|$)");

  private transient VerifiedTokens verified;
  private transient Revocations revocations;
  private transient Settings settings;
  private transient ClientMeters meters;

  /** Sets what this filter uses, by which it knows the valid tokens. */
  @Inject
  public void use(VerifiedTokens tokens, Revocations revoked, Settings all, ClientMeters to) {
    verified = tokens;
    revocations = revoked;
    settings = all;
    meters = to;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    // Presence is private and changes quickly, so no cache may store it.
    response.setHeader("Cache-Control", "no-store");
    boolean handshake = request.getServletPath().equals("/ws");
    Optional<String> token =
        handshake ? ofHandshake(request) : inHeader(request.getHeader(AUTHORIZATION));
    if (token.isEmpty()) {
      meters.refused(TokenFlaw.MISSING);
      refuse(response, ProblemType.TOKEN_MISSING, "Bearer", "A token is needed");
      return;
    }
    CallerToken caller;
    try {
      caller = verified.verify(token.get());
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
   * Returns the token of a handshake: from a subprotocol, the query, or the header. Browsers cannot
   * set the header, and old clients know the query only.
   */
  private Optional<String> ofHandshake(HttpServletRequest request) {
    return OfferedProtocols.of(request)
        .token()
        .or(
            () ->
                settings.tokens().inUrl()
                    ? inQuery(QueryParameter.first(AUTHORIZATION, request.getQueryString()))
                    : Optional.empty())
        .or(() -> inHeader(request.getHeader(AUTHORIZATION)));
  }

  /** Returns the token of a query parameter. */
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
