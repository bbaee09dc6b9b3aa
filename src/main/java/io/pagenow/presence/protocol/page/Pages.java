package io.pagenow.presence.protocol.page;

import io.pagenow.presence.model.Page;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes pages from text that a client sent or Redis stores. Nothing else makes pages, so each of
 * them is safe to store and to send: it has no user info, control characters or unpaired
 * surrogates, and its size is bounded.
 */
public final class Pages {

  private Pages() {}

  /**
   * Returns a page. Takes time in proportion to both texts.
   *
   * @param url empty for hidden activity; a url with a {@link UrlFlaw} becomes empty
   * @param title truncated to {@link Page#MAX_TITLE_LENGTH} code points; becomes empty if the url
   *     is empty
   */
  public static Page of(String url, String title) {
    String clean = cleanUrl(url);
    return clean.isEmpty() || flawOf(url, clean) != null
        ? Page.NONE
        : new Page(clean, cleanTitle(title), RegistrableDomain.of(clean));
  }

  /** Returns a page without the query and the fragment of its url. */
  public static Page withoutQuery(Page page) {
    String url = page.url();
    int end = 0;
    while (end < url.length() && url.charAt(end) != '?' && url.charAt(end) != '#') {
      end++;
    }
    return end == url.length() ? page : of(url.substring(0, end), page.title());
  }

  /** Returns why a page with this url is hidden, or empty if it is visible. */
  public static Optional<UrlFlaw> flawOf(String url) {
    return Optional.ofNullable(flawOf(url, cleanUrl(url)));
  }

  private static @Nullable UrlFlaw flawOf(String url, String clean) {
    if (StoredText.hasControlCharacter(url)) {
      return UrlFlaw.CONTROL_CHARACTER;
    }
    return StoredText.bytes(clean) > Page.MAX_URL_BYTES ? UrlFlaw.TOO_LONG : null;
  }

  private static String cleanUrl(String url) {
    return UserInfo.removedFrom(StoredText.wellFormed(url));
  }

  private static String cleanTitle(String title) {
    return StoredText.withoutControlCharacters(StoredText.wellFormed(cut(title)));
  }

  private static String cut(String title) {
    // A code point takes one or two characters, so a short string needs no counting.
    if (title.length() <= Page.MAX_TITLE_LENGTH
        || title.codePointCount(0, title.length()) <= Page.MAX_TITLE_LENGTH) {
      return title;
    }
    return title.substring(0, title.offsetByCodePoints(0, Page.MAX_TITLE_LENGTH));
  }
}
