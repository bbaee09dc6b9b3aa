package io.pagenow.presence.security;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.pagenow.presence.config.Settings.Tokens;
import io.pagenow.presence.local.DevelopmentIssuer;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.security.keys.IssuerKeys;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {

  private static final UserId USER = new UserId("543449a2-9225-479e-bf0c-c50da6b16b7c");

  private static DevelopmentIssuer issuer;
  private static TokenVerifier verifier;

  @BeforeAll
  static void start() {
    issuer = DevelopmentIssuer.start(0);
    verifier = verifier(Set.of());
  }

  @AfterAll
  static void close() {
    issuer.close();
  }

  private static TokenVerifier verifier(Set<String> audience) {
    Tokens tokens = new Tokens(issuer.issuer().toString(), issuer.jwks(), audience);
    return new TokenVerifier(tokens, new IssuerKeys(issuer.jwks()));
  }

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

  // Signature

  @Test
  void aTokenWithoutASignatureIsRefused() {
    refuse(new PlainJWT(issuer.claims(USER)).serialize());
  }

  @Test
  void aTokenWithTheAlgorithmNoneIsRefused() {
    String[] parts = issuer.token(USER).split("\\.", -1);
    String none = Base64URL.encode("{\"alg\":\"none\",\"kid\":\"" + kid() + "\"}").toString();

    refuse(String.join(".", none, parts[1], parts[2]));
    refuse(String.join(".", none, parts[1], ""));
    refuse(String.join(".", parts[0], parts[1], ""));
  }

  @Test
  void aTokenSignedWithThePublicKeyAsHmacSecretIsRefused() throws Exception {
    byte[] der = issuer.key().toRSAPublicKey().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END PUBLIC KEY-----\n";
    String json = issuer.key().toPublicJWK().toJSONString();

    for (byte[] secret : List.of(der, pem.getBytes(US_ASCII), json.getBytes(US_ASCII))) {
      refuse(sign(header(JWSAlgorithm.HS256).build(), new MACSigner(secret)));
    }
  }

  static Stream<JWSAlgorithm> otherRsaAlgorithms() {
    return Stream.of(
        JWSAlgorithm.RS384,
        JWSAlgorithm.RS512,
        JWSAlgorithm.PS256,
        JWSAlgorithm.PS384,
        JWSAlgorithm.PS512);
  }

  @ParameterizedTest
  @MethodSource("otherRsaAlgorithms")
  void anotherAlgorithmWithTheSameKeyIsRefused(JWSAlgorithm algorithm) throws Exception {
    refuse(sign(header(algorithm).build(), new RSASSASigner(issuer.key())));
  }

  @Test
  void aKeyThatTheIssuerDoesNotPublishIsRefused() throws Exception {
    RSAKey stranger = new RSAKeyGenerator(2048).keyID("stranger").generate();

    refuse(sign(header(JWSAlgorithm.RS256).keyID("stranger").build(), new RSASSASigner(stranger)));
  }

  @Test
  void anotherKeyWithTheIdOfAnIssuerKeyIsRefused() throws Exception {
    RSAKey stranger = new RSAKeyGenerator(2048).keyID(kid()).generate();

    refuse(sign(header(JWSAlgorithm.RS256).build(), new RSASSASigner(stranger)));
  }

  @Test
  void aKeyEmbeddedInTheTokenIsRefused() throws Exception {
    RSAKey stranger = new RSAKeyGenerator(2048).keyID(kid()).generate();
    JWSHeader header = header(JWSAlgorithm.RS256).jwk(stranger.toPublicJWK()).build();

    refuse(sign(header, new RSASSASigner(stranger)));
  }

  @Test
  void aTokenWithoutAKeyIdIsRefused() throws Exception {
    refuse(sign(header(JWSAlgorithm.RS256).keyID(null).build(), new RSASSASigner(issuer.key())));
  }

  @Test
  void aTokenWithAnUnknownCriticalHeaderIsRefused() throws Exception {
    JWSHeader header =
        header(JWSAlgorithm.RS256)
            .criticalParams(Set.of("x-rule"))
            .customParam("x-rule", "x")
            .build();

    refuse(sign(header, new RSASSASigner(issuer.key())));
  }

  @Test
  void changedClaimsAreRefused() {
    String[] own = issuer.token(USER).split("\\.", -1);
    String[] other = issuer.token(new UserId("somebody-else")).split("\\.", -1);

    refuse(String.join(".", own[0], other[1], own[2]));
  }

  @Test
  void aChangedSignatureIsRefused() {
    String[] parts = issuer.token(USER).split("\\.", -1);
    char first = parts[2].charAt(0) == 'A' ? 'B' : 'A';

    refuse(String.join(".", parts[0], parts[1], first + parts[2].substring(1)));
    refuse(String.join(".", parts[0], parts[1], parts[2].substring(4)));
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

  // Claims

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

  private static void refuse(String token) {
    refuse(verifier, token);
  }

  private static void refuse(TokenVerifier by, String token) {
    String refusal = assertThrows(InvalidTokenException.class, () -> by.verify(token)).detail();

    assertTrue(token.length() < 20 || !refusal.contains(token.substring(0, 20)), refusal);
  }

  private static long in(int seconds) {
    return Instant.now().plusSeconds(seconds).getEpochSecond();
  }

  private static String kid() {
    return issuer.key().getKeyID();
  }

  private static JWSHeader.Builder header(JWSAlgorithm algorithm) {
    return new JWSHeader.Builder(algorithm).keyID(kid());
  }

  private static String sign(JWSHeader header, JWSSigner signer) throws Exception {
    SignedJWT token = new SignedJWT(header, issuer.claims(USER));
    token.sign(signer);
    return token.serialize();
  }
}
