package io.pagenow.presence.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharingRulesTest {

  // The samples of the extension's SitesTest: both must agree.
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
  @CsvSource({
    "example.test, https://mail.example.test/, true",
    "www.example.test, https://example.test/, true",
    "www.example.test, https://www.example.test/, true",
    "www.example.test, https://mail.example.test/, false",
    "exa*mple.test, https://example.test/, false",
    "www.test, https://test/, false",
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
  @ValueSource(
      strings = {
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
        "xn--a.test",
        "a.test,b.test",
        "a.test b.test"
      })
  void anEntryThatCannotBeUnderstoodAllowsNothingAndDeniesEverything(String entry) {
    SharingRules allow = SharingRules.onlyAllowed(List.of(entry, "x.test"));
    SharingRules deny = SharingRules.allButDenied(List.of("x.test", entry));

    for (String url : List.of("https://a.test/", "https://example.test/", "http://10.0.0.0/")) {
      assertFalse(allow.show(url), url);
      assertFalse(deny.show(url), url);
    }
    assertTrue(allow.show("https://x.test/"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theSpellingOfAHostDoesNotMatter(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      String listed = host(random);
      String visited = random.nextBoolean() ? label(random) + "." + listed : host(random);
      boolean isListed = visited.equals(listed) || visited.endsWith("." + listed);
      Set<String> list = Set.of(entry(listed, random), entry("other.example", random));
      String url = url(visited, random);

      assertEquals(isListed, SharingRules.onlyAllowed(list).show(url), list + " " + url);
      assertEquals(!isListed, SharingRules.allButDenied(list).show(url), list + " " + url);
    }
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

  private static String host(Random random) {
    return label(random) + "." + label(random) + ".test";
  }

  private static String label(Random random) {
    String[] labels = {"a", "b", "mail", "은행", "münchen", "x_y", "straße", "1a"};
    return labels[random.nextInt(labels.length)];
  }

  private static String entry(String host, Random random) {
    String[] forms = {"%s", "*.%s", ".%s", "https://%s/x", "u:p@%s", "%s.", "%s:8443", " %s "};
    return forms[random.nextInt(forms.length)].formatted(spelled(host, random));
  }

  private static String url(String host, Random random) {
    String[] forms = {
      "https://%s",
      "http://%s/",
      "HTTPS://%s:8443/x?y#z",
      "https:%s/",
      "https://%s./",
      "https:\\\\%s\\x",
      "https://u:p@%s/",
      "https://%s/x@other.example",
      " https://%s/"
    };
    return forms[random.nextInt(forms.length)].formatted(spelled(host, random));
  }

  /** Changes the case of some letters, escapes some and widens some. */
  private static String spelled(String host, Random random) {
    StringBuilder spelled = new StringBuilder();
    IntStream.range(0, host.length())
        .forEach(
            i -> {
              char c = host.charAt(i);
              boolean isAsciiLetter = c >= 'a' && c <= 'z';
              switch (isAsciiLetter ? random.nextInt(6) : 5) {
                case 0 -> spelled.append(String.valueOf(c).toUpperCase(Locale.ROOT));
                case 1 -> spelled.append('%').append(Integer.toHexString(c));
                case 2 -> spelled.append((char) (c - 'a' + '\uff41'));
                default -> spelled.append(c);
              }
            });
    return spelled.toString();
  }
}
