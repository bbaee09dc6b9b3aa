package io.pagenow.presence.protocol.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.model.Page;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Titles and URLs: their limits, and the characters that they must not contain. */
class PagesTest {

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
}
