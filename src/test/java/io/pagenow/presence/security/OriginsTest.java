package io.pagenow.presence.security;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {

  private static final String EXTENSION = "chrome-extension://lplobiaakhgkjcldopgkbcibeilddbmc";
  private static final String HOST = "presence.example";

  private final Origins origins =
      new Origins(Set.of("http://localhost:4200", EXTENSION, "https://Chat.example/"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:4200",
        EXTENSION,
        "https://chat.example",
        "HTTPS://CHAT.EXAMPLE"
      })
  void aConfiguredOriginIsAllowed(String origin) {
    assertTrue(origins.allow(origin, HOST));
    assertTrue(origins.allow(origin, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "*",
        "http://localhost",
        "http://localhost:42000",
        "https://localhost:4200",
        "http://chat.example",
        "https://chat.example.evil.example",
        "https://evil.example/?https://chat.example",
        "https://evilchat.example",
        "chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "https://",
        "file://",
      })
  void anyOtherOriginIsRefused(String origin) {
    assertFalse(origins.allow(origin, HOST));
    assertFalse(origins.allow(origin, ""));
    assertFalse(origins.allow(origin, null));
  }

  @ParameterizedTest
  @CsvSource({
    "https://presence.example, presence.example",
    "http://presence.example, presence.example",
    "https://presence.example, PRESENCE.example",
    "https://presence.example, presence.example:443",
    "https://presence.example, presence.example:80",
    "http://presence.example, presence.example:80",
    "https://presence.example:443, presence.example",
    "http://localhost:8080, localhost:8080",
    "https://localhost:8443, localhost:8443",
    "http://127.0.0.1:8080, 127.0.0.1:8080",
    "http://[::1]:8080, [::1]:8080",
    "http://[::1], [::1]",
  })
  void aPageOfTheApplicationItselfIsAllowed(String origin, String host) {
    assertTrue(origins.allow(origin, host));
  }

  @ParameterizedTest
  @CsvSource({
    "https://presence.example:8443, presence.example",
    "https://presence.example, presence.example:8443",
    "https://presence.example:80, presence.example:8080",
    "http://localhost:8081, localhost:8080",
    "https://evil.presence.example, presence.example",
    "https://presence.example.evil.example, presence.example",
    "https://presence.example@evil.example, presence.example",
    "chrome-extension://presence.example, presence.example",
    "presence.example, presence.example",
  })
  void aPageOfAnotherHostOrPortIsRefused(String origin, String host) {
    assertFalse(origins.allow(origin, host));
  }

  @Test
  void extensionsOfFirefoxAreAllowedTogetherAsTheirOriginsAreRandom() {
    String random = "moz-extension://2c127fa4-62c7-7e4f-90e5-472b45eecfdc";

    assertFalse(origins.allow(random, HOST));
    assertFalse(origins.allow("moz-extension://*", HOST));
    Origins withFirefox = new Origins(Set.of("moz-extension://*"));
    assertTrue(withFirefox.allow(random, HOST));
    assertFalse(withFirefox.allow(EXTENSION, HOST));
    assertFalse(withFirefox.allow("https://moz-extension://x", HOST));
  }

  @Test
  void anEmptyHostAllowsNoOrigin() {
    assertFalse(origins.allow("https://", ""));
    assertFalse(origins.allow("https://:443", ":443"));
  }
}
