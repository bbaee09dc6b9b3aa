package io.pagenow.presence.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.Base64URL;
import io.pagenow.presence.model.UserId;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The user of a valid token, and texts that are no tokens. */
class TokenVerifierTest extends VerifiesTokens {

  @ParameterizedTest
  @ValueSource(
      strings = {"543449a2-9225-479e-bf0c-c50da6b16b7c", "google_337456865285275482928", "안녕"})
  void aValidTokenIdentifiesItsUser(String id) {
    CallerToken caller = verifier.verify(issuer.token(new UserId(id)));

    assertEquals(new UserId(id), caller.user());
    assertEquals(id, caller.getName());
  }

  @Test
  void theCallerHasTheClaimsThatTheApplicationNeeds() {
    CallerToken caller = verifier.verify(issuer.token(USER));

    assertEquals(USER.value(), caller.<String>getClaim("cognito:username"));
    assertTrue(caller.getExpirationTime() > Instant.now().getEpochSecond());
    assertEquals(Set.of("cognito:username", "exp"), caller.getClaimNames());
    assertFalse(caller.claim("email").isPresent());
  }

  @Test
  void theCallerIsLoggedWithoutTheToken() {
    String token = issuer.token(USER);
    String logged = verifier.verify(token).toString();

    for (String part : token.split("\\.", -1)) {
      assertFalse(logged.contains(part), logged);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "..",
        "...",
        "a.b.c",
        "a.b.c.d.e",
        "Bearer",
        "null",
        "undefined",
        "e30.e30.e30",
        "bnVsbA.bnVsbA.bnVsbA",
        "W10.W10.W10",
        "\u0000.\uffff.안녕",
      })
  void garbageIsRefused(String garbage) {
    refuse(garbage);
  }

  @Test
  void everyPrefixOfAValidTokenIsRefused() {
    String token = issuer.token(USER);

    for (int length = 0; length < token.length(); length++) {
      refuse(token.substring(0, length));
    }
  }

  @Test
  void aHugeTokenIsRefused() {
    refuse("a".repeat(10_000_000));
    refuse(".".repeat(10_000_000));
    refuse(issuer.token(USER, claims -> claims.claim("padding", "a".repeat(20_000))));
  }

  @Test
  void aDeeplyNestedHeaderIsRefused() {
    String deep = "{\"alg\":" + "[".repeat(7_000);

    refuse(Base64URL.encode(deep) + ".e30.e30");
  }
}
