package io.pagenow.presence.protocol.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The domain of a page, for hosts as browsers parse them. */
class PageDomainTest {

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
}
