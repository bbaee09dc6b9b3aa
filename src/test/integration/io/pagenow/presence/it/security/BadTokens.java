package io.pagenow.presence.it.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.local.DevelopmentIssuer;
import io.pagenow.presence.model.UserId;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Tokens that the servers must refuse. */
final class BadTokens {

  private static final UserId ANN = new UserId("ann");

  private BadTokens() {}

  /** Returns the tokens, each with its fault. */
  static Stream<Arguments> all() throws JOSEException {
    DevelopmentIssuer issuer = TestEnvironment.issuer();
    Map<String, String> tokens = new LinkedHashMap<>();
    tokens.put("garbage", "not.a.token");
    tokens.put("none", new PlainJWT(issuer.claims(ANN)).serialize());
    SignedJWT symmetric =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(issuer.key().getKeyID()).build(),
            issuer.claims(ANN));
    symmetric.sign(new MACSigner(issuer.key().toRSAPublicKey().getEncoded()));
    tokens.put("HS256 with the public key", symmetric.serialize());
    try (DevelopmentIssuer other = DevelopmentIssuer.start(0)) {
      tokens.put(
          "another issuer's key",
          other.sign(
              new JWTClaimsSet.Builder(issuer.claims(ANN))
                  .issuer(issuer.issuer().toString())
                  .build()));
    }
    tokens.put("wrong issuer", odd(claims -> claims.issuer("https://issuer.example.com")));
    tokens.put("expired", odd(claims -> claims.expirationTime(in(-1))));
    tokens.put("issued in the future", odd(claims -> claims.issueTime(in(120))));
    tokens.put("not valid yet", odd(claims -> claims.notBeforeTime(in(120))));
    tokens.put("access token", odd(claims -> claims.claim("token_use", "access")));
    tokens.put("without a user name", odd(claims -> claims.claim("cognito:username", null)));
    tokens.put("empty user name", odd(claims -> claims.claim("cognito:username", "")));
    tokens.put("another application", odd(claims -> claims.audience("another")));
    String good = issuer.token(ANN);
    tokens.put("tampered", good.substring(0, good.length() - 8) + "AAAAAAAA");
    return tokens.entrySet().stream().map(token -> Arguments.of(token.getKey(), token.getValue()));
  }

  private static String odd(UnaryOperator<JWTClaimsSet.Builder> change) {
    return TestEnvironment.issuer().token(ANN, change);
  }

  private static Date in(int seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }
}
