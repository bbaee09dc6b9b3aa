package io.pagenow.presence.security;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.config.Settings.Tokens;
import io.pagenow.presence.local.DevelopmentIssuer;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.security.keys.IssuerKeys;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Base of the tests of {@link TokenVerifier}: an issuer, and a verifier of its tokens. */
abstract class VerifiesTokens {

  static final UserId USER = new UserId("543449a2-9225-479e-bf0c-c50da6b16b7c");

  static DevelopmentIssuer issuer;
  static TokenVerifier verifier;

  @BeforeAll
  static void start() {
    issuer = DevelopmentIssuer.start(0);
    verifier = verifier(Set.of());
  }

  @AfterAll
  static void close() {
    issuer.close();
  }

  static TokenVerifier verifier(Set<String> audience) {
    Tokens tokens =
        new Tokens(issuer.issuer().toString(), issuer.jwks(), audience, Duration.ZERO, true);
    return new TokenVerifier(tokens, new IssuerKeys(issuer.jwks()));
  }

  static void refuse(String token) {
    refuse(verifier, token);
  }

  static void refuse(TokenVerifier by, String token) {
    String refusal = assertThrows(InvalidTokenException.class, () -> by.verify(token)).detail();

    assertTrue(token.length() < 20 || !refusal.contains(token.substring(0, 20)), refusal);
  }
}
