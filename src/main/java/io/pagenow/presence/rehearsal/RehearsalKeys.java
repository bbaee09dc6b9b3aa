package io.pagenow.presence.rehearsal;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.pagenow.presence.config.Settings;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.security.keys.TokenKeys;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/**
 * The key of one rehearsal, which signs the tokens of its users. It is created at run time and
 * never leaves this object, and only the verifier of the rehearsal trusts it. Thread-safe.
 */
final class RehearsalKeys implements TokenKeys {

  private static final int BITS = 2048;
  private static final int SECONDS = 600;

  private final RSAKey key;
  private final List<JWK> known;

  RehearsalKeys() {
    try {
      key = new RSAKeyGenerator(BITS).keyIDFromThumbprint(true).generate();
      known = List.of(key.toPublicJWK());
    } catch (JOSEException e) {
      throw new IllegalStateException("RSA does not work", e);
    }
  }

  /** Returns a token of a user, with the claims that the settings require. */
  String token(UserId user, Settings.Tokens settings) {
    Instant now = Instant.now();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(settings.issuer())
            .audience(List.copyOf(settings.audience()))
            .subject(user.value())
            .claim("cognito:username", user.value())
            .claim("token_use", "id")
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(SECONDS)))
            .build();
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("RSA does not work", e);
    }
    return token.serialize();
  }

  @Override
  public List<JWK> candidates(JWSHeader header) {
    return key.getKeyID().equals(header.getKeyID()) ? known : List.of();
  }

  @Override
  public void read() {}
}
