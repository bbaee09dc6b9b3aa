package io.pagenow.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parsing of the entries in the extension's allow list and deny list. */
class SitesTest {

  @Test
  void entriesAreUnderstoodAsPeopleTypeThem() throws Exception {
    Map<String, String> samples = new LinkedHashMap<>();
    samples.put("example.test", "example.test");
    samples.put("EXAMPLE.Test", "example.test");
    samples.put("example.test.", "example.test");
    samples.put("은행.한국", "xn--zs5b84x.xn--3e0b707e");
    samples.put("은행。한국", "xn--zs5b84x.xn--3e0b707e");
    samples.put("MÜNCHEN.de", "xn--mnchen-3ya.de");
    samples.put("xn--mnchen-3ya.de", "xn--mnchen-3ya.de");
    samples.put("https://u:p@login.test/x", "login.test");
    samples.put("u:p@login.test:8443/x", "login.test");
    samples.put("HTTPS://LOGIN.TEST/?x#y", "login.test");
    samples.put("view-source:https://login.test/", "login.test");
    samples.put("https:login.test", "login.test");
    samples.put("//host", "host");
    samples.put("localhost:8080", "localhost");
    samples.put("*.example.test", "example.test");
    samples.put("https://u:p@*.example.test:1/", "example.test");
    samples.put(".example.test", "example.test");
    samples.put("*://*.example.test/*", "example.test");
    samples.put("https://*.은행.한국/", "xn--zs5b84x.xn--3e0b707e");
    samples.put("127.0.0.1:8080", "127.0.0.1");
    samples.put("[::1]", "[::1]");
    samples.put("http://[0:0::1]:8080/", "[::1]");
    samples.put("2001:DB8::1", "[2001:db8::1]");

    JsonArray hosts = run("input.map(sites.hostOf)", samples.keySet().stream());

    assertEquals(List.copyOf(samples.values()), strings(hosts));
  }

  @Test
  void entriesThatCannotBeUnderstoodAreNamed() throws Exception {
    String[] wrong = {
      "*",
      "exa*mple.test",
      "*example.test",
      "*.1.2.3.4",
      "example.*",
      "*.*.test",
      "192.168.*",
      "10.0.0.0/8",
      "2001:db8::/32",
      "[::1",
      "1.2.3.400",
      "12345",
      "a..test",
      "example.test:port",
      "\"a.test\"",
      "||a.test^",
      "chrome://settings",
      "about:blank",
      "https://",
      "-",
      "@",
      "#",
      "xn--a.test"
    };

    JsonArray named =
        run("sites.unclear(input)", Stream.concat(Stream.of("a.test"), Stream.of(wrong)));

    assertEquals(List.of(wrong), strings(named));
  }

  @Test
  void entriesStandOnLinesOrBetweenCommasAndSemicolons() throws Exception {
    assertEquals(
        List.of("a.test", "b.test", "c.test", "d.test", "e.test"),
        strings(run("sites.entriesOf(input[0])", " a.test;b.test,c.test\r\nd.test、\te.test;\n")));
  }

  @ParameterizedTest
  @CsvSource({
    "bank.test, https://bank.test/, true",
    "bank.test, https://LOGIN.bank.test.:8443/x, true",
    "bank.test, https://mybank.test/, false",
    "bank.test, https://bank.test.example/, false",
    "www.bank.test, https://bank.test/, true",
    "www.bank.test, https://login.bank.test/, true",
    "www.test, https://bank.test/, false",
    "*.bank.test, https://bank.test/, true",
    "은행.한국, https://www.은행.한국/, true",
    "münchen.de, https://xn--mnchen-3ya.de/, true",
    "::1, http://[0:0:0::1]:8080/, true",
    "[::1], http://[::2]/, false",
    "127.0.0.1, http://127.1/, true",
    "0.0.1, http://127.0.0.1/, false",
    "exa*mple.test, https://www.example.org/, true",
  })
  void denyListHides(String entry, String page, boolean hides) throws Exception {
    assertEquals(
        hides,
        run("[sites.denies([input[0]], sites.hostOfPage(input[1]))]", entry, page).getBoolean(0));
  }

  @ParameterizedTest
  @CsvSource({
    "example.test, https://mail.example.test/, true",
    "www.example.test, https://example.test/, true",
    "www.example.test, https://www.example.test/, true",
    "www.example.test, https://mail.example.test/, false",
    "exa*mple.test, https://example.test/, false",
    "www.test, https://test/, false",
  })
  void allowListShows(String entry, String page, boolean shows) throws Exception {
    assertEquals(
        shows,
        run("[sites.allows([input[0]], sites.hostOfPage(input[1]))]", entry, page).getBoolean(0));
  }

  private static JsonArray run(String expression, String... input) throws Exception {
    return run(expression, Stream.of(input));
  }

  private static JsonArray run(String expression, Stream<String> input) throws Exception {
    return SitesModule.run(expression, Json.createArrayBuilder(input.toList()).build());
  }

  private static List<String> strings(JsonArray array) {
    return array.getValuesAs(JsonString.class).stream().map(JsonString::getString).toList();
  }
}
