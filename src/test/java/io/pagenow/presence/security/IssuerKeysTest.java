package io.pagenow.presence.security;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.Base64URL;
import io.pagenow.presence.config.Settings.Tokens;
import io.pagenow.presence.local.DevelopmentIssuer;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.security.keys.IssuerKeys;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IssuerKeysTest {

  private static final UserId USER = new UserId("google_337456865285275482928");
  private static final Duration IN_TIME = Duration.ofSeconds(3);

  private DevelopmentIssuer issuer = DevelopmentIssuer.start(0);
  private final Tokens tokens =
      new Tokens(issuer.issuer().toString(), issuer.jwks(), Set.of(), Duration.ZERO, true);
  private final TokenVerifier verifier = new TokenVerifier(tokens, new IssuerKeys(issuer.jwks()));

  @AfterEach
  void close() {
    issuer.close();
  }

  /** Creates a verifier whose keys expire at once and that may call the issuer at any time. */
  private TokenVerifier forgetful() {
    return new TokenVerifier(
        tokens, new IssuerKeys(issuer.jwks(), Duration.ofMillis(50), Duration.ofMillis(10)));
  }

  @Test
  void keysAreReadOnceForManyTokens() {
    for (int i = 0; i < 100; i++) {
      verifier.verify(issuer.token(USER));
    }

    assertEquals(1, issuer.requests());
  }

  @Test
  void aNewKeyIsUsedAtOnce() {
    verifier.verify(issuer.token(USER));

    issuer.rotate();

    assertEquals(USER, verifier.verify(issuer.token(USER)).user());
  }

  @Test
  void aWithdrawnKeyIsRefusedWhenTheCachedKeysExpire() {
    TokenVerifier forgetful = forgetful();
    String token = issuer.token(USER);
    forgetful.verify(token);

    issuer.rotate();

    await()
        .untilAsserted(
            () -> assertThrows(InvalidTokenException.class, () -> forgetful.verify(token)));
  }

  @Test
  void unknownKeyIdsDoNotFloodTheIssuer() {
    String good = issuer.token(USER);
    verifier.verify(good);

    for (int i = 0; i < 1_000; i++) {
      String unknown = tokenOfUnknownKey(good, i);
      assertThrows(InvalidTokenException.class, () -> verifier.verify(unknown));
    }

    assertTrue(issuer.requests() <= 6, () -> issuer.requests() + " requests");
    assertEquals(USER, verifier.verify(good).user());
  }

  @Test
  void anUnreachableIssuerIsNotFlooded() {
    issuer.answerWith(503);
    String token = issuer.token(USER);

    for (int i = 0; i < 1_000; i++) {
      assertThrows(UnavailableException.class, () -> verifier.verify(token));
    }

    assertTrue(issuer.requests() <= 6, () -> issuer.requests() + " requests");
  }

  @Test
  void verificationIsUnavailableIfTheIssuerFailsAndNoKeyIsCached() {
    issuer.answerWith(500);
    String token = issuer.token(USER);

    UnavailableException refusal =
        assertThrows(UnavailableException.class, () -> verifier.verify(token));
    assertEquals("The token issuer is not available", refusal.getMessage());

    issuer.answerWith(200);
    awaitAccepted(token);
  }

  @Test
  void verificationIsUnavailableIfTheIssuerIsUnreachableAndNoKeyIsCached() {
    issuer.close();
    String early = issuer.token(USER);
    assertThrows(UnavailableException.class, () -> verifier.verify(early));

    issuer = DevelopmentIssuer.start(issuer.issuer().getPort());
    awaitAccepted(issuer.token(USER));
  }

  @Test
  void aMalformedTokenIsRefusedThoughTheIssuerIsUnreachable() {
    issuer.close();

    assertThrows(InvalidTokenException.class, () -> verifier.verify("a.b.c"));
  }

  @Test
  void callersReceiveAResultInTimeThoughTheIssuerHangs() throws Exception {
    issuer.hang();
    String token = issuer.token(USER);
    Callable<UnavailableException> call =
        () -> assertThrows(UnavailableException.class, () -> verifier.verify(token));

    ExecutorService callers = Executors.newFixedThreadPool(20);
    try {
      for (Future<UnavailableException> answer :
          assertTimeout(IN_TIME, () -> callers.invokeAll(Collections.nCopies(20, call)))) {
        answer.get();
      }
    } finally {
      callers.shutdownNow();
    }

    issuer.answerWith(200);
    awaitAccepted(token);
  }

  @Test
  void cachedKeysStayValidThoughTheIssuerHangs() {
    TokenVerifier forgetful = forgetful();
    String token = issuer.token(USER);
    forgetful.verify(token);

    issuer.hang();

    await()
        .untilAsserted(
            () -> {
              assertTimeout(IN_TIME, () -> forgetful.verify(token));
              assertTrue(issuer.requests() > 1, "the verifier tried to read the keys again");
            });
    String unknown = tokenOfUnknownKey(token, 0);
    assertTimeout(
        IN_TIME, () -> assertThrows(InvalidTokenException.class, () -> forgetful.verify(unknown)));
  }

  @Test
  void anIssuerWithoutKeysIsTreatedAsUnavailable() {
    TokenVerifier lost =
        new TokenVerifier(tokens, new IssuerKeys(issuer.issuer().resolve("/nothing-here")));
    String token = issuer.token(USER);

    assertThrows(UnavailableException.class, () -> lost.verify(token));
  }

  private void awaitAccepted(String token) {
    await()
        .atMost(Duration.ofSeconds(5))
        .ignoreException(UnavailableException.class)
        .until(() -> verifier.verify(token).user().equals(USER));
  }

  private static String tokenOfUnknownKey(String good, int number) {
    String header = "{\"alg\":\"RS256\",\"kid\":\"unknown-" + number + "\"}";
    return Base64URL.encode(header) + good.substring(good.indexOf('.'));
  }
}
