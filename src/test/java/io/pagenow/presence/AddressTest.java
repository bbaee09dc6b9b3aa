package io.pagenow.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.testing.JavaScriptModule;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Addresses that users type on the live page. */
class AddressTest {

  private static final JavaScriptModule MODULE =
      new JavaScriptModule(Path.of("src/main/webapp/live/address.js"));

  @Test
  void addressesAreUnderstoodAsUsersTypeThem() {
    Map<String, String> samples = new LinkedHashMap<>();
    samples.put("", "null null");
    samples.put("example.com/x", "https://example.com/x null");
    samples.put(" HTTP://Example.com ", "http://example.com/ null");
    samples.put("은행.한국", "https://xn--zs5b84x.xn--3e0b707e/ null");
    samples.put("localhost:3000/x", "http://localhost:3000/x null addressLocal");
    samples.put("127.0.0.1:8080", "http://127.0.0.1:8080/ null addressLocal");
    samples.put("[::1]:8080/x", "http://[::1]:8080/x null addressLocal");
    samples.put("example.com:8443/x", "https://example.com:8443/x null");
    samples.put("user:secret@example.com", "https://example.com/ null addressPassword");
    samples.put(
        "https://u:p@example.com/?a#b",
        "https://example.com/?a#b null addressPassword addressQuery");
    samples.put("http://intranet/", "http://intranet/ null");
    samples.put("not a url", "null addressSpaces");
    samples.put("https://not%20a%20url/", "null addressBroken");
    samples.put("javascript:alert(1)", "null addressScheme");
    samples.put("file:///etc/passwd", "null addressScheme");
    samples.put("mailto:ann@example.com", "null addressScheme");
    samples.put("exam", "null addressIncomplete");
    samples.put("example.com:99999", "null addressBroken");
    samples.put("https://", "null addressBroken");
    samples.put("example.com/" + "x".repeat(9_000), "null addressLong");

    samples.forEach((typed, expected) -> assertEquals(expected, read(typed), typed));
  }

  /** Returns the url, the problem and the notes. */
  private static String read(String typed) {
    JsonValue all =
        MODULE.evaluate(
            "[module.readAddress(input)].map(({ url, problem, notes }) =>"
                + " [`${url}`, `${problem}`, ...notes].join(' '))[0]",
            Json.createValue(typed));
    return ((jakarta.json.JsonString) all).getString();
  }
}
