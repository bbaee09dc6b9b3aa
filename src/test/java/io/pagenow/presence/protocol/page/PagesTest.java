package io.pagenow.presence.protocol.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pagenow.presence.model.Page;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {

  @ParameterizedTest
  @CsvSource({
    "https://www.github.com/x, github.com",
    "https://a.b.co.kr/, b.co.kr",
    "https://www.google.com/search?q=a|b&x={y}, google.com",
    "https://WWW.Example.COM, example.com",
    "https://example.com:8443/path, example.com",
    "https://user:pw@www.example.com/path@x, example.com",
    "https://www.example.com./path, example.com",
    "https://me.github.io/repo, me.github.io",
    "https://xn--ob0bt51b1mb.xn--3e0b707e/, xn--ob0bt51b1mb.xn--3e0b707e",
    "https://도메인.한국/경로, xn--hq1bm8jm9l.xn--3e0b707e",
    "ftp://files.example.org/a, example.org",
    "https://foo_bar.example.com/, example.com",
    "https://example.com?q=https://other.org/, example.com",
  })
  void theDomainIsThePublicSuffixPlusOneLabel(String url, String domain) {
    assertEquals(domain, Pages.of(url, "").domain());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no url",
        "https://",
        "https://127.0.0.1:8080/x",
        "https://[::1]/x",
        "http://localhost:4200/",
        "chrome://newtab/",
        "chrome-extension://lplobiaakhgkjcldopgkbcibeilddbmc/page.html",
        "about:blank",
        "data:text/html,<p>https://example.com/</p>",
        "file:///home/me/example.com",
        "https://co.kr/",
        "https://com/",
        "https://a b.com/",
        "https://a..com/",
        "javascript:alert('https://example.com/')",
      })
  void theDomainIsEmptyIfTheHostHasNone(String url) {
    assertEquals("", Pages.of(url, "").domain());
  }

  @ParameterizedTest
  @CsvSource({
    "https:\\\\www.example.com\\x, example.com",
    "https:/www.example.com/, example.com",
    "HTTPS:www.example.com, example.com",
    "https://www.example.com:/, example.com",
    "https://bücher.example.com/, example.com",
    "https://a.a.a.a.a.a.a.a.a.a.a.a.b.co.kr/, b.co.kr",
    "https://ＷＷＷ．example．com/, example.com",
  })
  void theDomainIsThatOfTheHostThatBrowsersParse(String url, String domain) {
    assertEquals(domain, Pages.of(url, "").domain());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.1/",
        "https://0x7f.1/",
        "https://a.b.0x/",
        "https://example.com:80x/",
        "https://exam%70le.com/",
        "//example.com/",
        "https://user@/",
        "https://xn--a.com:8080:8080/",
      })
  void theDomainIsEmptyIfBrowsersParseNoHostName(String url) {
    assertEquals("", Pages.of(url, "").domain());
  }

  static Stream<String> hostsThatDnsCannotHave() {
    String label = "x".repeat(63);
    return Stream.of(
        "a.".repeat(126) + "com",
        "a.".repeat(4_000) + "com",
        "a".repeat(64) + ".com",
        "가".repeat(64) + ".com",
        ("가".repeat(60) + ".").repeat(4) + "com",
        ("가".repeat(30) + ".").repeat(80) + "com",
        "\ufdfa".repeat(4) + ".com",
        "\ufdfa".repeat(200) + ".com",
        "\ufdfa".repeat(2_600) + ".com",
        (label + ".").repeat(4) + "com",
        "-".repeat(8_000),
        "[".repeat(8_000),
        "1".repeat(8_000));
  }

  @ParameterizedTest
  @MethodSource("hostsThatDnsCannotHave")
  void aHostThatIsInvalidInDnsHasNoDomain(String host) {
    assertEquals("", Pages.of("https://" + host + "/", "").domain());
  }

  @Test
  void aHostOfTheMaximumLengthHasADomain() {
    String host = "a.".repeat(121) + "example.com";
    assertEquals(253, host.length());
    assertEquals("example.com", Pages.of("https://" + host + "./", "").domain());
    assertEquals("example.com", Pages.of("https://" + host + ":443", "").domain());
    assertEquals("", Pages.of("https://a" + host + "/", "").domain());
  }

  /**
   * The time must grow linearly with the length of a URL. With quadratic time, this takes minutes.
   */
  @Test
  void longUrlsAreParsedInLinearTime() {
    String many = "a".repeat(8_000);
    for (int i = 0; i < 200; i++) {
      for (String url :
          List.of(
              many,
              many + "://",
              "https://" + many + "@",
              "https://" + "a@".repeat(4_000),
              "https://" + "a:".repeat(4_000),
              "https://" + "a.".repeat(4_000),
              "https://a.com:" + "1".repeat(8_000),
              "view-source:".repeat(680) + "https://u:p@a.com",
              "https:" + "/".repeat(8_000) + "u:p@a.com")) {
        assertFalse(Pages.of(url, "").url().contains("u:p@"));
      }
    }
  }

  @Test
  void aLongTitleIsCutBetweenCodePoints() {
    String cat = "🐈";
    Page page = Pages.of("https://example.com/", cat.repeat(Page.MAX_TITLE_LENGTH + 1));

    assertEquals(cat.repeat(Page.MAX_TITLE_LENGTH), page.title());
  }

  @Test
  void aTitleOfTheMaximumLengthIsKept() {
    String title = "t".repeat(Page.MAX_TITLE_LENGTH);

    assertEquals(title, Pages.of("https://example.com/", title).title());
  }

  @Test
  void aPageWithoutAUrlIsHidden() {
    assertTrue(Page.NONE.isHidden());
    assertFalse(Pages.of("https://example.com/", "").isHidden());
  }

  @Test
  void aPageWithoutAUrlHasAnEmptyTitle() {
    assertEquals(Page.NONE, Pages.of("", "A title"));
    assertEquals("", Pages.of("", "A title").title());
  }

  @ParameterizedTest
  @CsvSource({
    "\ud800, \ufffd",
    "a\udc08, a\ufffd",
    "\ud83d\ud83d\udc08, \ufffd\ud83d\udc08",
    "\udc08\ud83d, \ufffd\ufffd",
    "\ud83d\udc08x\ud83d, \ud83d\udc08x\ufffd",
  })
  void unpairedSurrogatesAreReplaced(String sent, String shown) {
    Page page = Pages.of("https://example.com/" + sent, sent);

    assertEquals("https://example.com/" + shown, page.url());
    assertEquals(shown, page.title());
  }

  @Test
  void aCutTitleDoesNotEndInHalfASurrogatePair() {
    for (String end : List.of("\ud83d\udc08", "\ud83d", "\udc08", "\ud83dx")) {
      String title = "t".repeat(Page.MAX_TITLE_LENGTH - 1) + end + "\ud83d";
      String shown = Pages.of("https://example.com/", title).title();

      assertEquals(Page.MAX_TITLE_LENGTH, shown.codePointCount(0, shown.length()));
      assertEquals(shown, new String(shown.getBytes(UTF_8), UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\t", "\r", "\u0000", "\u0001", "\u001f", "\u007f", "\u0085"})
  void aControlCharacterHidesTheUrlAndBecomesASpaceInTheTitle(String control) {
    String url = "https://example.com/" + control + "x";

    assertEquals(Optional.of(UrlFlaw.CONTROL_CHARACTER), Pages.flawOf(url));
    assertEquals(Page.NONE, Pages.of(url, "Title"));
    assertEquals("a b", Pages.of("https://example.com/", "a" + control + "b").title());
  }

  @ParameterizedTest
  @CsvSource({"a, 1", "é, 2", "가, 3", "\ud83d\udc08, 4", "\ud800, 3", "'\"', 2", "\\, 2"})
  void theUrlIsLimitedInStoredBytes(String unit, int bytes) {
    String start = "https://example.com/";
    int rest = Page.MAX_URL_BYTES - start.length();
    String longest = start + unit.repeat(rest / bytes) + "x".repeat(rest % bytes);

    assertEquals(Optional.empty(), Pages.flawOf(longest));
    assertFalse(Pages.of(longest, "").isHidden());
    assertEquals(Optional.of(UrlFlaw.TOO_LONG), Pages.flawOf(longest + "x"));
    assertTrue(Pages.of(longest + "x", "").isHidden());
  }

  @ParameterizedTest
  @MethodSource("urlsWithUserInfo")
  void userInfoIsRemoved(String url, String shown) {
    assertEquals(shown, Pages.of(url, "").url());
  }

  static Stream<Arguments> urlsWithUserInfo() {
    return Stream.of(
        arguments("https://alice:secret@example.com/", "https://example.com/"),
        arguments("https://alice@example.com", "https://example.com"),
        arguments("https://:secret@example.com?q", "https://example.com?q"),
        arguments("https://@example.com#f", "https://example.com#f"),
        arguments("HTTPS://u:p@h/", "HTTPS://h/"),
        arguments("hTtP://u:p@h:8080/a@b?c@d#e@f", "hTtP://h:8080/a@b?c@d#e@f"),
        arguments("https:\\\\u:p@h/", "https:\\\\h/"),
        arguments("https:\\\\u:p@h\\x@y", "https:\\\\h\\x@y"),
        arguments("https:/u:p@h", "https:/h"),
        arguments("https:u:p@h/", "https:h/"),
        arguments("https:/\\/u:p@h/", "https:/\\/h/"),
        arguments("https:///u:p@h/", "https:///h/"),
        arguments("  https://u:p@h/", "  https://h/"),
        arguments("https://a@b@c:d@h/", "https://h/"),
        arguments("https://u%40x:p@h/", "https://h/"),
        arguments("https://u:p%40h/", "https://h/"),
        arguments("https://u:p\uff20h/", "https://h/"),
        arguments("https://u:p @h/", "https://h/"),
        arguments("https://u:p@[::1]:80/", "https://[::1]:80/"),
        arguments("ftp://u:p@h/", "ftp://h/"),
        arguments("wss://u:p@h/", "wss://h/"),
        arguments("file://u:p@h/x", "file://h/x"),
        arguments("ssh://u:p@h:22/x", "ssh://h:22/x"),
        arguments("foo://u:p\\@h/x", "foo://h/x"),
        arguments("view-source:https://u:p@h/", "view-source:https://h/"),
        arguments("view-source: https:\\u:p@h/", "view-source: https:\\h/"),
        arguments("view-source:view-source:http:u:p@h", "view-source:view-source:http:h"),
        arguments("blob:https://u:p@h/1-2", "blob:https://h/1-2"),
        arguments("//u:p@h/", "//h/"),
        arguments("1http://u:p@h/", "1http://h/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://medium.com/@alice",
        "https://example.com?mail=a@b.com",
        "https://example.com/#a@b",
        "https://example.com/https://u:p@h/",
        "https:\\\\example.com\\a@b",
        "https://example.com/a%40b",
        "mailto:alice@example.com",
        "MAILTO:alice@example.com?cc=https://u:p@h/",
        "mailto:https:alice@example.com",
        "sip:alice@example.com",
        "tel:1@2",
        "data:text/html,a@b//c@d",
        "file:///home/alice@work/x",
        "chrome://settings/people@x",
        "about:blank",
        "alice@example.com",
        "www.example.com//@alice",
        "foo:/a@b",
      })
  void anAtSignOutsideTheUserInfoIsKept(String url) {
    assertEquals(url, Pages.of(url, "").url());
  }
}
