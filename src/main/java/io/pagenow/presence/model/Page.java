package io.pagenow.presence.model;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A web page as friends may see it. An empty url means that the user is online and hides the
 * activity. Immutable.
 *
 * <p>A page is always safe to store and to send. The constructor removes user info, control
 * characters and unpaired surrogates, and bounds the size. Two pages are equal if their urls and
 * titles are.
 */
public final class Page {

  /**
   * The maximum length of a visible url, in bytes as Redis stores it. Longer urls occur in real
   * tabs: {@code data:}.
   */
  public static final int MAX_URL_BYTES = 8_192;

  /** The maximum length of a title, in code points. */
  public static final int MAX_TITLE_LENGTH = 1_024;

  /** The maximum size of a title in bytes as Redis stores it: four for each code point. */
  public static final int MAX_TITLE_BYTES = 4 * MAX_TITLE_LENGTH;

  /** The maximum size of a page in JSON, in bytes, including the domain and the member names. */
  public static final int MAX_BYTES = MAX_URL_BYTES + MAX_TITLE_BYTES + 512;

  /** No page: hidden activity, or nothing shared so far. */
  public static final Page NONE = new Page("", "");

  private final String url;
  private final String title;
  private final String domain;

  /**
   * Creates a page from text that a client sent or Redis stores. Takes time in proportion to both
   * texts. Computes the domain once, so that {@link #domain()} costs nothing.
   *
   * @param url empty for hidden activity; a url with a {@link UrlFlaw} becomes empty
   * @param title truncated to {@link #MAX_TITLE_LENGTH} code points; becomes empty if the url is
   *     empty
   */
  public Page(String url, String title) {
    String clean = cleanUrl(url);
    this.url = flawOf(url, clean) == null ? clean : "";
    this.title = this.url.isEmpty() ? "" : cleanTitle(title);
    this.domain = RegistrableDomain.of(this.url);
  }

  /** Returns why a page with this url is hidden, or empty if it is visible. */
  public static Optional<UrlFlaw> flawOf(String url) {
    return Optional.ofNullable(flawOf(url, cleanUrl(url)));
  }

  public String url() {
    return url;
  }

  public String title() {
    return title;
  }

  /** Returns the registrable domain of the url, or an empty string if it has none. */
  public String domain() {
    return domain;
  }

  public boolean isHidden() {
    return url.isEmpty();
  }

  private static @Nullable UrlFlaw flawOf(String url, String clean) {
    if (StoredText.hasControlCharacter(url)) {
      return UrlFlaw.CONTROL_CHARACTER;
    }
    return StoredText.bytes(clean) > MAX_URL_BYTES ? UrlFlaw.TOO_LONG : null;
  }

  private static String cleanUrl(String url) {
    return UserInfo.removedFrom(StoredText.wellFormed(url));
  }

  private static String cleanTitle(String title) {
    return StoredText.withoutControlCharacters(StoredText.wellFormed(cut(title)));
  }

  private static String cut(String title) {
    // A code point takes one or two characters, so a short string needs no counting.
    if (title.length() <= MAX_TITLE_LENGTH
        || title.codePointCount(0, title.length()) <= MAX_TITLE_LENGTH) {
      return title;
    }
    return title.substring(0, title.offsetByCodePoints(0, MAX_TITLE_LENGTH));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Page page && url.equals(page.url) && title.equals(page.title);
  }

  @Override
  public int hashCode() {
    return Objects.hash(url, title);
  }

  /** Returns a text for logs, without the url and the title, which are private. */
  @Override
  public String toString() {
    return isHidden() ? "Page[hidden]" : "Page[" + domain + "]";
  }
}
