package io.pagenow.presence.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevelopmentIssuerTest {

  private final DevelopmentIssuer issuer = DevelopmentIssuer.start(0);
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    issuer.close();
  }

  @Test
  void anyoneGetsATokenThatThePublishedKeyVerifies() throws Exception {
    HttpResponse<String> answer = get(issuer.issuer().resolve("/token?user=google_337"));

    SignedJWT token = SignedJWT.parse(answer.body());
    JWKSet published = JWKSet.parse(get(issuer.jwks()).body());
    assertTrue(
        token.verify(
            new RSASSAVerifier(published.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey())));
    assertEquals("google_337", token.getJWTClaimsSet().getStringClaim("cognito:username"));
    assertEquals("*", answer.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
  }

  @Test
  void privateHalfOfTheKeyIsNotPublished() throws Exception {
    assertFalse(
        JWKSet.parse(get(issuer.jwks()).body()).getKeys().stream()
            .anyMatch(key -> key.isPrivate()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?", "?user", "?user=", "?user=a%20b", "?other=a"})
  void tokenOfNobodyIsABadRequest(String query) throws Exception {
    assertEquals(400, get(issuer.issuer().resolve("/token" + query)).statusCode());
  }

  @Test
  void failureCanBeOrderedAndCalledOff() throws Exception {
    issuer.answerWith(500);
    assertEquals(500, get(issuer.jwks()).statusCode());

    issuer.answerWith(200);
    assertEquals(200, get(issuer.jwks()).statusCode());
    assertEquals(2, issuer.requests());
  }

  private HttpResponse<String> get(URI uri) throws Exception {
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
