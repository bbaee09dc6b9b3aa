package io.pagenow.presence.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pagenow.presence.config.Settings.Tokens;
import io.pagenow.presence.local.DevelopmentIssuer;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.security.InvalidTokenException;
import io.pagenow.presence.security.TokenVerifier;
import io.pagenow.presence.security.keys.IssuerKeys;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The tokens of a rehearsal are valid for that rehearsal only. */
class RehearsalKeysTest {

  private static final UserId USER = new UserId("rehearsal-0");

  private final RehearsalKeys keys = new RehearsalKeys();

  @Test
  void theVerifierOfTheRehearsalAcceptsItsTokens() {
    try (DevelopmentIssuer issuer = DevelopmentIssuer.start(0)) {
      Tokens settings = settings(issuer, Set.of("some", "others"));

      assertEquals(
          USER, new TokenVerifier(settings, keys).verify(keys.token(USER, settings)).user());
    }
  }

  @Test
  void theRealVerifierRefusesThem() {
    try (DevelopmentIssuer issuer = DevelopmentIssuer.start(0)) {
      Tokens settings = settings(issuer, Set.of());
      TokenVerifier real = new TokenVerifier(settings, new IssuerKeys(issuer.jwks()));

      refuse(real, keys.token(USER, settings));
    }
  }

  @Test
  void anotherRehearsalRefusesThem() {
    try (DevelopmentIssuer issuer = DevelopmentIssuer.start(0)) {
      Tokens settings = settings(issuer, Set.of());

      refuse(new TokenVerifier(settings, new RehearsalKeys()), keys.token(USER, settings));
    }
  }

  private static void refuse(TokenVerifier verifier, String token) {
    String refusal =
        assertThrows(InvalidTokenException.class, () -> verifier.verify(token)).detail();
    assertEquals("The issuer has no key of the token's id", refusal);
  }

  private static Tokens settings(DevelopmentIssuer issuer, Set<String> audience) {
    return new Tokens(issuer.issuer().toString(), issuer.jwks(), audience, Duration.ZERO, true);
  }
}
