package io.pagenow.presence.local;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

/**
 * A key that signs tokens.
 *
 * @param jwk the key, including the private key
 */
record SigningKey(RSAKey jwk) {

  /** Creates a random key of 2,048 bits. */
  static SigningKey create() {
    try {
      return new SigningKey(
          new RSAKeyGenerator(2048)
              .keyIDFromThumbprint(true)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.RS256)
              .generate());
    } catch (JOSEException e) {
      throw new IllegalStateException("RSA does not work", e);
    }
  }

  /** Signs any claims, without checking them, and returns the token. */
  String sign(JWTClaimsSet claims) {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .type(JOSEObjectType.JWT)
            .keyID(jwk.getKeyID())
            .build();
    SignedJWT token = new SignedJWT(header, claims);
    try {
      token.sign(new RSASSASigner(jwk));
    } catch (JOSEException e) {
      throw new IllegalStateException("RSA does not work", e);
    }
    return token.serialize();
  }

  /** Omits the key, which is secret. */
  @Override
  public String toString() {
    return "SigningKey[" + jwk.getKeyID() + "]";
  }
}
