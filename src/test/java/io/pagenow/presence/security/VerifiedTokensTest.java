package io.pagenow.presence.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.config.Settings.Tokens;
import io.pagenow.presence.local.DevelopmentIssuer;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.security.keys.IssuerKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {

  private static final UserId ANN = new UserId("ann");

  private DevelopmentIssuer issuer;
  private TokenVerifier verifier;

  @BeforeEach
  void start() {
    issuer = DevelopmentIssuer.start(0);
    Tokens tokens =
        new Tokens(issuer.issuer().toString(), issuer.jwks(), Set.of(), Duration.ZERO, true);
    verifier = new TokenVerifier(tokens, new IssuerKeys(issuer.jwks()));
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  @Test
  void aValidTokenIsVerifiedOnce() {
    VerifiedTokens verified = new VerifiedTokens(verifier);
    String token = issuer.token(ANN);

    CallerToken caller = verified.verify(token);

    assertEquals(ANN, caller.user());
    assertSame(caller, verified.verify(token));
  }

  @Test
  void withoutMemoryATokenIsVerifiedEachTime() {
    VerifiedTokens verified = VerifiedTokens.withoutMemory(verifier);
    String token = issuer.token(ANN);

    assertNotSame(verified.verify(token), verified.verify(token));
  }

  @Test
  void aCachedTokenThatExpiredIsVerifiedAgain() {
    Instant inAYear = Instant.now().plus(365, ChronoUnit.DAYS);
    VerifiedTokens verified =
        new VerifiedTokens(verifier, InstantSource.fixed(inAYear), VerifiedTokens.MOST_BYTES);
    String token = issuer.token(ANN);

    assertNotSame(verified.verify(token), verified.verify(token));
  }

  @Test
  void anAlteredTokenIsNotFoundInTheCache() {
    VerifiedTokens verified = new VerifiedTokens(verifier);
    String token = issuer.token(ANN);
    verified.verify(token);

    String altered = token.substring(0, token.length() - 6) + "AAAAAA";
    assertThrows(InvalidTokenException.class, () -> verified.verify(altered));
    assertThrows(
        InvalidTokenException.class,
        () -> verified.verify(altered),
        "the altered token is refused again");
  }

  @Test
  void theCacheIsBoundedInBytesForAnyNumberOfTokens() {
    int bound = 20_000;
    VerifiedTokens verified = new VerifiedTokens(verifier, InstantSource.system(), bound);
    for (int i = 0; i < 200; i++) {
      verified.verify(issuer.token(new UserId("x".repeat(120) + i)));
      assertTrue(verified.bytes() <= bound, () -> verified.bytes() + " bytes");
    }
    assertTrue(verified.bytes() > bound / 2, "the cache still holds tokens");
  }

  @Test
  void aLongTokenTakesNoMoreMemoryThanAShortOne() {
    VerifiedTokens verified = new VerifiedTokens(verifier);
    verified.verify(issuer.token(ANN));
    long one = verified.bytes();

    verified.verify(issuer.token(ANN, claims -> claims.claim("address", "x".repeat(8_000))));

    assertEquals(2 * one, verified.bytes());
  }

  @Test
  void anotherEncodingOfACachedTokenIsRefused() {
    VerifiedTokens verified = new VerifiedTokens(verifier);
    String token = issuer.token(ANN);
    verified.verify(token);
    long one = verified.bytes();

    for (String junk : new String[] {"$", "=", "\n", "é", "."}) {
      assertThrows(InvalidTokenException.class, () -> verified.verify(token + junk), junk);
    }
    assertEquals(one, verified.bytes());
  }
}
