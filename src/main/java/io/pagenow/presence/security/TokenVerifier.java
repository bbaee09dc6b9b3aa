package io.pagenow.presence.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimNames;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.pagenow.presence.config.Settings;
import io.pagenow.presence.metrics.ClientMeters.TokenFlaw;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.security.keys.IssuerKeys;
import io.pagenow.presence.security.keys.TokenKeys;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies tokens and returns their callers. A token is a Cognito ID token, or one with the same
 * claims from another issuer.
 *
 * <p>Thread-safe. Blocks for at most three seconds if it must read the issuer's keys.
 */
@Singleton
public final class TokenVerifier {

  private static final String USER_NAME = "cognito:username";
  private static final String GROUPS = "cognito:groups";

  /** How far the clock of the issuer may be ahead of this node's. */
  private static final Duration LEEWAY = Duration.ofSeconds(60);

  private static final List<String> NOT_IN_THE_FUTURE =
      List.of("auth_time", JWTClaimNames.NOT_BEFORE, JWTClaimNames.ISSUED_AT);

  /**
   * The maximum length of a token, far above real ones. Longer tokens are rejected before they are
   * parsed.
   */
  private static final int MAX_LENGTH = 16_384;

  private final String issuer;
  private final Set<String> audience;
  private final TokenKeys keys;

  /** The group of the operators; null if there are none. */
  private final @Nullable String operators;

  @Inject
  public TokenVerifier(Settings settings) {
    this(
        settings.tokens(),
        new IssuerKeys(settings.tokens().keys()),
        settings.operations().operatorGroup());
  }

  /** Creates a verifier that trusts other keys, and knows no operators. */
  public TokenVerifier(Settings.Tokens tokens, TokenKeys keys) {
    this(tokens, keys, null);
  }

  TokenVerifier(Settings.Tokens tokens, TokenKeys keys, @Nullable String operators) {
    this.operators = operators;
    this.issuer = tokens.issuer();
    this.audience = tokens.audience();
    this.keys = keys;
  }

  /**
   * Reads the issuer's keys now, so that the first caller does not wait for them.
   *
   * @throws io.pagenow.presence.model.UnavailableException if they cannot be read
   */
  void readKeys() {
    keys.read();
  }

  /**
   * Verifies a token: its signature, issuer, audience and times. Returns the caller.
   *
   * @param token a compact JWT, without any prefix
   * @throws InvalidTokenException if the token is not valid
   * @throws io.pagenow.presence.model.UnavailableException if the issuer's keys cannot be read
   */
  public CallerToken verify(String token) {
    SignedJWT jwt = parse(token);
    requireSignature(jwt);
    try {
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      requireOrigin(claims);
      requireTimes(claims, Instant.now());
      Date issued = claims.getIssueTime();
      return new CallerToken(
          user(claims),
          issued == null ? Instant.EPOCH : issued.toInstant(),
          claims.getExpirationTime().toInstant(),
          isOperator(claims));
    } catch (ParseException e) {
      throw new InvalidTokenException(TokenFlaw.CLAIMS, "A claim of the token has the wrong type");
    }
  }

  private static SignedJWT parse(String token) {
    require(token.length() <= MAX_LENGTH, TokenFlaw.MALFORMED, "The token is too long");
    require(CompactToken.isCanonical(token), TokenFlaw.MALFORMED, "The token is not a signed JWT");
    try {
      return SignedJWT.parse(token);
    } catch (ParseException | RuntimeException e) {
      // The parser throws ParseException for most invalid input, but runtime exceptions for some.
      throw new InvalidTokenException(TokenFlaw.MALFORMED, "The token is not a signed JWT");
    }
  }

  private void requireSignature(SignedJWT jwt) {
    JWSHeader header = jwt.getHeader();
    // Otherwise the sender could choose a weaker algorithm, or use a public key as an HMAC secret.
    require(
        JWSAlgorithm.RS256.equals(header.getAlgorithm()),
        TokenFlaw.SIGNATURE,
        "The token must be signed by RS256");
    // Without a key id, every key would be a candidate.
    require(
        header.getKeyID() != null,
        TokenFlaw.SIGNATURE,
        "The token does not say which key signed it");
    List<JWK> candidates = keys.candidates(header);
    require(!candidates.isEmpty(), TokenFlaw.SIGNATURE, "The issuer has no key of the token's id");
    require(
        candidates.stream().anyMatch(key -> signed(jwt, key)),
        TokenFlaw.SIGNATURE,
        "The token's signature does not match");
  }

  private static boolean signed(SignedJWT jwt, JWK key) {
    try {
      return jwt.verify(new RSASSAVerifier(key.toRSAKey()));
    } catch (JOSEException e) {
      return false; // not with such a key
    }
  }

  private void requireOrigin(JWTClaimsSet claims) throws ParseException {
    require(issuer.equals(claims.getIssuer()), TokenFlaw.ORIGIN, "The token is of another issuer");
    require(
        "id".equals(claims.getStringClaim("token_use")),
        TokenFlaw.ORIGIN,
        "The token must be an ID token");
    List<String> recipients = claims.getAudience();
    require(
        audience.isEmpty() || audience.stream().anyMatch(recipients::contains),
        TokenFlaw.ORIGIN,
        "The token is for another application");
  }

  private static void requireTimes(JWTClaimsSet claims, Instant now) throws ParseException {
    Date expiry = claims.getExpirationTime();
    require(
        expiry != null && now.isBefore(expiry.toInstant()),
        TokenFlaw.EXPIRED,
        "The token has expired");
    for (String name : NOT_IN_THE_FUTURE) {
      Date time = claims.getDateClaim(name);
      require(
          time == null || !time.toInstant().isAfter(now.plus(LEEWAY)),
          TokenFlaw.FUTURE,
          "The token's " + name + " is in the future");
    }
  }

  private boolean isOperator(JWTClaimsSet claims) {
    return operators != null
        && claims.getClaim(GROUPS) instanceof Collection<?> groups
        && groups.contains(operators);
  }

  private static UserId user(JWTClaimsSet claims) throws ParseException {
    return Optional.ofNullable(claims.getStringClaim(USER_NAME))
        .flatMap(UserId::parse)
        .orElseThrow(
            () ->
                new InvalidTokenException(
                    TokenFlaw.CLAIMS, "The token names no user: " + USER_NAME));
  }

  private static void require(boolean condition, TokenFlaw flaw, String otherwise) {
    if (!condition) {
      throw new InvalidTokenException(flaw, otherwise);
    }
  }
}
