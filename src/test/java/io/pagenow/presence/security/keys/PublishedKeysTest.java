package io.pagenow.presence.security.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.pagenow.presence.testing.CapturedLog;
import java.math.BigInteger;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedKeysTest {

  private static final Logger LOG = Logger.getLogger(PublishedKeys.class.getName());
  private static final RSAKey GOOD = rsa(2_048, "good");

  private final PublishedKeys published = new PublishedKeys();
  private CapturedLog log;

  @BeforeEach
  void captureTheLog() {
    log = CapturedLog.of(LOG);
  }

  @AfterEach
  void stopCapturing() {
    log.close();
  }

  static Stream<Arguments> unusableKeys() throws JOSEException {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("without its numbers", "{\"kty\":\"RSA\",\"kid\":\"broken\"}");
    keys.put("no object", "7");
    keys.put("nothing", "null");
    keys.put("an array", "[]");
    keys.put("an empty object", "{}");
    keys.put("a type yet to come", "{\"kty\":\"AKP\",\"kid\":\"new\",\"pub\":\"AA\"}");
    keys.put("a type that is no string", "{\"kty\":7,\"kid\":\"number\"}");
    keys.put("an id that is no string", good("kid", 7));
    keys.put(
        "without an id", new RSAKey.Builder(GOOD).keyID(null).build().toPublicJWK().toJSONString());
    keys.put("a secret", "{\"kty\":\"oct\",\"kid\":\"secret\",\"k\":\"AAAA\"}");
    keys.put(
        "an elliptic curve",
        new ECKeyGenerator(Curve.P_256).keyID("ec").generate().toPublicJWK().toJSONString());
    keys.put(
        "a broken curve",
        "{\"kty\":\"EC\",\"kid\":\"ec\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}");
    keys.put("for encryption", good("use", KeyUse.ENCRYPTION.identifier()));
    keys.put("of another algorithm", good("alg", "RS512"));
    keys.put("an unknown operation", good("key_ops", List.of("dance")));
    keys.put("an empty modulus", good("n", ""));
    keys.put("garbage for a modulus", good("n", "$$$"));
    keys.put("a small modulus", good("n", "AQAB"));
    keys.put("a number for a modulus", good("n", 65_537));
    keys.put(
        "an even modulus",
        good("n", Base64URL.encode(GOOD.getModulus().decodeToBigInteger().clearBit(0)).toString()));
    keys.put("an empty exponent", good("e", ""));
    keys.put("an exponent of one", good("e", "AQ"));
    keys.put("an even exponent", good("e", "BA"));
    keys.put("broken certificates", good("x5c", List.of("AAAA")));
    keys.put(
        "1,024 bits",
        "{\"kty\":\"RSA\",\"kid\":\"small\",\"e\":\"AQAB\",\"n\":\"" + modulus(1_024) + "\"}");
    keys.put(
        "16,384 bits",
        "{\"kty\":\"RSA\",\"kid\":\"huge\",\"e\":\"AQAB\",\"n\":\"" + modulus(16_384) + "\"}");
    return keys.entrySet().stream().map(key -> Arguments.of(key.getKey(), key.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unusableKeys")
  void anUnusableKeyIsSkippedAndLoggedOnce(String what, String key) throws ParseException {
    String set = set(key, GOOD.toPublicJWK().toJSONString());

    assertEquals(List.of("good"), ids(set));
    assertEquals(List.of("good"), ids(set));
    assertEquals(1, loggedKeys().size(), () -> loggedKeys().toString());
  }

  @Test
  void aKeyThatBecomesUnusableAgainIsLoggedAgain() throws ParseException {
    String broken = "{\"kty\":\"RSA\",\"kid\":\"broken\"}";
    ids(set(broken));
    ids(set(GOOD.toPublicJWK().toJSONString()));
    ids(set(broken));

    assertEquals(2, loggedKeys().size(), () -> loggedKeys().toString());
  }

  @Test
  void aKeyIdCannotForgeLogLines() throws ParseException {
    ids(set("{\"kty\":\"RSA\",\"kid\":\"a\\nb" + "x".repeat(10_000) + "\"}"));

    String logged = loggedKeys().get(0);
    assertTrue(logged.startsWith("Key id a?bxxx"), logged);
    assertTrue(logged.length() < 300, logged);
  }

  @Test
  void keysWithTheSameIdAreBothTried() throws ParseException {
    RSAKey other = rsa(2_048, "good");
    String good = GOOD.toPublicJWK().toJSONString();

    assertEquals(List.of("good", "good"), ids(set(good, other.toPublicJWK().toJSONString(), good)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "7",
        "null",
        "{}",
        "{\"keys\":7}",
        "{\"keys\":null}",
        "{\"keys\":{}}",
        "<html>"
      })
  void textThatIsNotAKeySetIsRejected(String json) {
    assertThrows(ParseException.class, () -> published.read(json));
  }

  @Test
  void thePrivatePartOfAKeyIsDropped() throws ParseException {
    assertTrue(
        published.read(set(GOOD.toJSONString())).getKeys().stream().noneMatch(JWK::isPrivate));
  }

  private List<String> ids(String set) throws ParseException {
    return published.read(set).getKeys().stream().map(JWK::getKeyID).toList();
  }

  private static String set(String... keys) {
    return Stream.of(keys).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
  }

  /** Returns a valid key with one member replaced. */
  private static String good(String member, Object value) {
    Map<String, Object> json = new LinkedHashMap<>(GOOD.toPublicJWK().toJSONObject());
    json.put(member, value);
    return JSONObjectUtils.toJSONString(json);
  }

  private static String modulus(int bits) {
    return Base64URL.encode(BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE)).toString();
  }

  private static RSAKey rsa(int bits, String id) {
    try {
      return new RSAKeyGenerator(bits).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the first parameter of each entry in the log: the key that it is about. */
  private List<String> loggedKeys() {
    return log.entries().stream().map(entry -> entry.parameters().get(0)).toList();
  }
}
