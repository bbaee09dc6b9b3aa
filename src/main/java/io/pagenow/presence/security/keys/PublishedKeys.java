package io.pagenow.presence.security.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Selects the keys that can verify a token from the set that the issuer publishes. The set may
 * contain keys of unknown algorithms and types. They are skipped and logged, as RFC 7517, section
 * 5, requires. Not thread-safe.
 */
final class PublishedKeys {

  private static final Logger LOG = Logger.getLogger(PublishedKeys.class.getName());

  /** RFC 7518, section 3.3, forbids smaller keys. */
  private static final int LEAST_BITS = 2_048;

  /**
   * The maximum size of a key. The time for a signature check grows with the square of the size.
   */
  private static final int MOST_BITS = 8_192;

  private static final int MOST_CHARACTERS_LOGGED = 100;

  /** The keys that the last read skipped, so that a key is logged once and not at each refresh. */
  private Set<String> logged = Set.of();

  /** Thrown if a key cannot verify a token. */
  private static final class UnusableKeyException extends Exception {

    private static final long serialVersionUID = 1L;

    UnusableKeyException(String reason) {
      super(reason, null, false, false);
    }
  }

  /**
   * Parses a key set. Returns its usable keys, which may be none.
   *
   * @throws ParseException if the text is not a JSON object with an array of keys
   */
  JWKSet read(String json) throws ParseException {
    // The parser returns null for the text "null".
    @Nullable Map<String, Object> set = JSONObjectUtils.parse(json);
    if (set == null || !(set.get("keys") instanceof List<?> entries)) {
      throw new ParseException("There is no array of keys", 0);
    }
    // A key may be published twice. Different keys may share an id: all of them are tried.
    Set<JWK> keys = new LinkedHashSet<>();
    Set<String> skipped = new LinkedHashSet<>();
    for (Object entry : entries) {
      try {
        keys.add(usable(entry));
      } catch (UnusableKeyException e) {
        skipped.add(idOf(entry) + ": " + printable(String.valueOf(e.getMessage())));
      }
    }
    skipped.stream()
        .filter(key -> !logged.contains(key))
        .forEach(
            key ->
                LOG.log(
                    Level.WARNING,
                    "Tokens cannot be verified by this key of the token issuer, which is skipped. {0}",
                    key));
    logged = skipped;
    return new JWKSet(List.copyOf(keys));
  }

  private static JWK usable(Object entry) throws UnusableKeyException {
    RSAKey key = rsaKey(entry);
    require(key.getKeyID() != null, "it has no id");
    require(
        key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse()),
        "it is not for signatures");
    require(
        key.getAlgorithm() == null || JWSAlgorithm.RS256.equals(key.getAlgorithm()),
        "it is not for RS256");
    try {
      RSAPublicKey publicKey = key.toRSAPublicKey();
      int bits = publicKey.getModulus().bitLength();
      require(
          bits >= LEAST_BITS && bits <= MOST_BITS,
          "it has " + bits + " bits, and not " + LEAST_BITS + " to " + MOST_BITS);
      require(
          publicKey.getModulus().testBit(0) && publicKey.getPublicExponent().testBit(0),
          "its modulus or exponent is even");
      var unused = new RSASSAVerifier(publicKey);
    } catch (JOSEException | RuntimeException e) {
      throw new UnusableKeyException("it is no RSA key: " + e.getMessage());
    }
    return key.toPublicJWK();
  }

  private static RSAKey rsaKey(Object entry) throws UnusableKeyException {
    if (!(entry instanceof Map<?, ?> members)) {
      throw new UnusableKeyException("it is no JSON object");
    }
    require("RSA".equals(members.get("kty")), "it is no RSA key");
    try {
      // The JSON parser only creates string keys.
      @SuppressWarnings("unchecked")
      Map<String, Object> json = (Map<String, Object>) members;
      return RSAKey.parse(json);
    } catch (ParseException | RuntimeException e) {
      // The parser throws ParseException for most invalid input, but runtime exceptions for some.
      throw new UnusableKeyException("it cannot be read: " + e.getMessage());
    }
  }

  private static String idOf(Object entry) {
    Object id = entry instanceof Map<?, ?> members ? members.get("kid") : null;
    return id instanceof String text ? "Key id " + printable(text) : "Without a key id";
  }

  /** Returns the text on one line and truncated, so that an issuer cannot forge log entries. */
  private static String printable(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= MOST_CHARACTERS_LOGGED
        ? line
        : line.substring(0, MOST_CHARACTERS_LOGGED) + "…";
  }

  private static void require(boolean condition, String otherwise) throws UnusableKeyException {
    if (!condition) {
      throw new UnusableKeyException(otherwise);
    }
  }
}
