package io.pagenow.presence.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files with samples are also read by {@code SitesTest}: the extension must agree. */
class SharingRulesTest {

  @ParameterizedTest
  @CsvFileSource(resources = "/sharing/denied.csv", numLinesToSkip = 1)
  @CsvSource({
    // Nested urls and other schemes.
    "bank.test, view-source:https://bank.test/, true",
    "bank.test, blob:https://bank.test/1-2, true",
    "bank.test, ftp://bank.test/, true",
    "bank.test, about:blank, false",
    "bank.test, chrome://newtab/, false",
    "bank.test, 'data:text/html,x', false",
    "bank.test, file:///home/x, false",
    // Urls whose host is not known.
    "bank.test, bank.test/login, true",
    "bank.test, bank.test:443/login, true",
    "bank.test, https://ba nk.test/, true",
    "bank.test, https://x.test:99999/, true",
    "bank.test, 'https:bank.test', true",
    "bank.test, 'https:\\\\bank.test\\x', true",
    "bank.test, https://b%61nk.test/, true",
    "bank.test, https://ＢＡＮＫ。test/, true",
    "straße.test, https://xn--strae-oqa.test/, true",
    "straße.test, https://STRASSE.test/, false",
    "example, https://bank.example/, true",
    "https://u:p@bank.test:1/x, https://bank.test/, true",
    "' ', https://bank.test/, false",
  })
  void denyListHides(String entry, String url, boolean hides) {
    SharingRules rules = SharingRules.allButDenied(List.of(entry));

    assertEquals(!hides, rules.show(url));
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/sharing/allowed.csv", numLinesToSkip = 1)
  @CsvSource({
    "example.test, https://notexample.test/, false",
    "example.test, https://example.test.evil.test/, false",
    "example.test, https://evil.test/example.test, false",
    "example.test, https://evil.test/?https://example.test/, false",
    "example.test, https://evil.test#@example.test/, false",
    "example.test, 'https://evil.test\\@example.test/', false",
    "example.test, view-source:https://example.test/, false",
    "example.test, ftp://example.test/, false",
    "example.test, example.test, false",
    "example.test, '', false",
    "EXAMPLE.Test., http://example.test:8080/, true",
    "127.0.0.1, http://0x7f.1/, true",
    "127.0.0.1, http://x.127.0.0.1/, false",
    "' ', https://example.test/, false",
  })
  void allowListShows(String entry, String url, boolean shows) {
    SharingRules rules = SharingRules.onlyAllowed(List.of(entry));

    assertEquals(shows, rules.show(url));
  }

  @Test
  void rulesWithoutEntriesShowAllOrNothing() {
    for (String url : List.of("https://a.test/", "about:blank", "no url at all", "http://[::1]")) {
      assertTrue(SharingRules.SHOW_ALL.show(url), url);
      assertFalse(SharingRules.SHOW_NONE.show(url), url);
    }
  }

  @ParameterizedTest
  @MethodSource("io.pagenow.presence.testing.SharingSamples#unclearEntries")
  @ValueSource(strings = {"a.test,b.test", "a.test b.test"})
  void anEntryThatCannotBeUnderstoodAllowsNothingAndDeniesEverything(String entry) {
    SharingRules allow = SharingRules.onlyAllowed(List.of(entry, "x.test"));
    SharingRules deny = SharingRules.allButDenied(List.of("x.test", entry));

    for (String url : List.of("https://a.test/", "https://example.test/", "http://10.0.0.0/")) {
      assertFalse(allow.show(url), url);
      assertFalse(deny.show(url), url);
    }
    assertTrue(allow.show("https://x.test/"));
  }

  @Test
  void longUrlsAndEntriesTakeLittleTime() {
    List<String> texts =
        List.of(
            "a.".repeat(4_000),
            "a".repeat(8_000),
            "%61".repeat(2_700),
            "\ufdfa".repeat(2_700),
            "@".repeat(8_000),
            "*.".repeat(4_000),
            ":".repeat(8_000),
            "/".repeat(8_000),
            "ß.".repeat(2_000),
            "view-source:".repeat(600),
            "[" + "1:".repeat(4_000));
    SharingRules rules = SharingRules.allButDenied(List.of("b.test"));
    assertTimeout(
        Duration.ofSeconds(10),
        () -> {
          for (String text : texts) {
            for (int i = 0; i < 100; i++) {
              rules.show("https://" + text);
              SharingRules.allButDenied(List.of(text)).show("https://a.test/");
              SharingRules.onlyAllowed(List.of(text)).show("https://a.test/");
            }
          }
        });
  }
}
