package io.pagenow.presence.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.local.DevelopmentIssuer;
import io.pagenow.presence.model.UserId;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactTokenTest {

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  @Test
  void aRealTokenIsCanonical() {
    try (DevelopmentIssuer issuer = DevelopmentIssuer.start(0)) {
      assertTrue(CompactToken.isCanonical(issuer.token(new UserId("ann"))));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"AA.AA.AA", "AAA.AAA.AAA", "AAAA.AAAA.AAAA"})
  void anEncodingOfWholeBytesIsCanonical(String token) {
    assertTrue(CompactToken.isCanonical(token));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "AA.AA",
        "AA.AA.",
        ".AA.AA",
        "AA..AA",
        "AA.AA.AA.",
        "AA.AA.AA.AA",
        "A.AA.AA",
        "AA.AAAAA.AA",
        "AB.AA.AA",
        "AA.AAB.AA",
        "AA.AA.AB",
        "AA==.AA.AA",
        "AA.AA.AA==",
        "AA.AA.AA$$$$",
        "AA.A$A.AA",
        "AA.AA.A A",
        "AA.AA.AA\n",
        "AA.AA.A+",
        "AA.AA.A/",
        "AA.AA.AÁ",
        "AA.AA.AA\0",
        "AA.AA.ＡＡ",
      })
  void anyOtherEncodingIsNotCanonical(String token) {
    assertFalse(CompactToken.isCanonical(token));
  }

  /** Compares with the encoder of the JDK. */
  @Test
  void aPartIsCanonicalIfDecodingAndEncodingReturnsIt() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder part = new StringBuilder();
      int length = 1 + random.nextInt(9);
      for (int j = 0; j < length; j++) {
        part.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
      assertEquals(
          isEncoding(part.toString()), CompactToken.isCanonical("AA.AA." + part), part::toString);
    }
  }

  private static boolean isEncoding(String part) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(part);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
