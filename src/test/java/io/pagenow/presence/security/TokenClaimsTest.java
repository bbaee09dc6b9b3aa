package io.pagenow.presence.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed tokens with other claims. */
class TokenClaimsTest extends VerifiesTokens {

  @Test
  void aTokenOfAnotherIssuerIsRefused() {
    refuseClaims(claims -> claims.issuer("https://example.com"));
    refuseClaims(claims -> claims.issuer(issuer.issuer() + "/"));
    refuseClaims(claims -> claims.issuer(null));
  }

  @Test
  void anExpiredTokenIsRefused() {
    refuseClaims(claims -> claims.claim("exp", in(-1)));
    refuseClaims(claims -> claims.claim("exp", 0));
  }

  @Test
  void aTokenWithoutAnExpiryIsRefused() {
    refuseClaims(claims -> claims.expirationTime(null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"iat", "nbf", "auth_time"})
  void aTimeInTheFutureIsRefused(String claim) {
    refuseClaims(claims -> claims.claim(claim, in(90)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"iat", "nbf", "auth_time"})
  void theClockOfTheIssuerMayBeSlightlyAhead(String claim) {
    accept(claims -> claims.claim(claim, in(30)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"iat", "nbf", "auth_time"})
  void optionalTimesMayBeMissing(String claim) {
    accept(claims -> claims.claim(claim, null));
  }

  @ParameterizedTest
  @CsvSource({
    "exp,soon",
    "iat,now",
    "nbf,now",
    "auth_time,now",
    "exp,'2100-01-01T00:00:00Z'",
  })
  void aTimeThatIsNotANumberIsRefused(String claim, String value) {
    refuseClaims(claims -> claims.claim(claim, value));
    refuseClaims(claims -> claims.claim(claim, List.of(in(-1))));
    refuseClaims(claims -> claims.claim(claim, true));
  }

  @Test
  void anAccessTokenIsRefused() {
    refuseClaims(claims -> claims.claim("token_use", "access"));
  }

  @Test
  void aTokenWithoutAUseIsRefused() {
    refuseClaims(claims -> claims.claim("token_use", null));
    refuseClaims(claims -> claims.claim("token_use", List.of("id")));
  }

  @Test
  void aTokenWithoutAUserIsRefused() {
    refuseClaims(claims -> claims.claim("cognito:username", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\n", "a\u0000"})
  void aTokenWithAnInvalidUserNameIsRefused(String name) {
    refuseClaims(claims -> claims.claim("cognito:username", name));
  }

  @Test
  void aUserNameThatIsTooLongOrNotTextIsRefused() {
    refuseClaims(claims -> claims.claim("cognito:username", "a".repeat(129)));
    refuseClaims(claims -> claims.claim("cognito:username", 337));
    refuseClaims(claims -> claims.claim("cognito:username", List.of("a")));
  }

  @Test
  void theAudienceIsIgnoredUnlessConfigured() {
    accept(claims -> claims.audience("anything"));
    accept(claims -> claims.audience((String) null));
  }

  @Test
  void theAudienceMustBeAConfiguredOne() {
    TokenVerifier strict = verifier(Set.of("extension", "chat"));

    assertEquals(USER, strict.verify(issuer.token(USER, c -> c.audience("chat"))).user());
    assertEquals(
        USER,
        strict.verify(issuer.token(USER, c -> c.audience(List.of("other", "extension")))).user());
    refuse(strict, issuer.token(USER, c -> c.audience("other")));
    refuse(strict, issuer.token(USER, c -> c.audience(List.of("other", "chat2"))));
    refuse(strict, issuer.token(USER, c -> c.audience(List.of())));
    refuse(strict, issuer.token(USER, c -> c.audience((String) null)));
    refuse(strict, issuer.token(USER, c -> c.claim("aud", Arrays.asList(null, 1))));
  }

  private static void accept(UnaryOperator<JWTClaimsSet.Builder> change) {
    assertEquals(USER, verifier.verify(issuer.token(USER, change)).user());
  }

  private static void refuseClaims(UnaryOperator<JWTClaimsSet.Builder> change) {
    refuse(issuer.token(USER, change));
  }

  private static long in(int seconds) {
    return Instant.now().plusSeconds(seconds).getEpochSecond();
  }
}
