package io.pagenow.presence.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {

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
  void domainIsThePublicSuffixAndOneLabelMore(String url, String domain) {
    assertEquals(domain, new Page(url, "").domain());
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
  void domainIsEmptyWhereThereIsNone(String url) {
    assertEquals("", new Page(url, "").domain());
  }

  @Test
  void longTitleIsCutBetweenCodePoints() {
    String cat = "🐈";
    Page page = new Page("https://example.com/", cat.repeat(Page.MAX_TITLE_LENGTH + 1));

    assertEquals(cat.repeat(Page.MAX_TITLE_LENGTH), page.title());
  }

  @Test
  void titleOfTheGreatestLengthStays() {
    String title = "t".repeat(Page.MAX_TITLE_LENGTH);

    assertEquals(title, new Page("", title).title());
  }

  @Test
  void pageWithoutUrlIsHidden() {
    assertTrue(Page.NONE.isHidden());
    assertFalse(new Page("https://example.com/", "").isHidden());
  }
}
