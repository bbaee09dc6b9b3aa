package io.pagenow.presence.security;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.pagenow.presence.model.UserId;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens whose signature, algorithm or key is not that of the issuer. */
class TokenSignatureTest extends VerifiesTokens {

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
