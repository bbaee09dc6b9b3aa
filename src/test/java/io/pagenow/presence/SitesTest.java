package io.pagenow.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.testing.SharingSamples;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

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
    List<String> wrong = SharingSamples.unclearEntries().toList();

    JsonArray named =
        run("sites.unclear(input)", Stream.concat(Stream.of("a.test"), wrong.stream()));

    assertEquals(wrong, strings(named));
  }

  @Test
  void entriesStandOnLinesOrBetweenCommasAndSemicolons() throws Exception {
    assertEquals(
        List.of("a.test", "b.test", "c.test", "d.test", "e.test"),
        strings(run("sites.entriesOf(input[0])", " a.test;b.test,c.test\r\nd.test、\te.test;\n")));
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/sharing/denied.csv", numLinesToSkip = 1)
  void denyListHides(String entry, String page, boolean hides) throws Exception {
    assertEquals(
        hides,
        run("[sites.denies([input[0]], sites.hostOfPage(input[1]))]", entry, page).getBoolean(0));
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/sharing/allowed.csv", numLinesToSkip = 1)
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
