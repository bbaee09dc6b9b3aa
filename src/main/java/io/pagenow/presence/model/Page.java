package io.pagenow.presence.model;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A web page as friends may see it. An empty url means that the user is online and hides the
 * activity.
 *
 * <p>Whatever a client sent or a store holds, a page is safe to store and send: it has no user
 * info, no control characters and no unpaired surrogates, and a bounded size. Two pages are equal
 * if their urls and titles are.
 */
public final class Page {

  /**
   * The longest url that is shown, in bytes as Redis stores it. Real tabs have longer ones: {@code
   * data:}.
   */
  public static final int MAX_URL_BYTES = 8_192;

  /** The longest title, in code points. */
  public static final int MAX_TITLE_LENGTH = 1_024;

  /** The most bytes that a title takes as Redis stores it: four for each code point. */
  public static final int MAX_TITLE_BYTES = 4 * MAX_TITLE_LENGTH;

  /** The most bytes of a page in JSON, with a domain and the names of the members. */
  public static final int MAX_BYTES = MAX_URL_BYTES + MAX_TITLE_BYTES + 512;

  /** No page: hidden activity, or nothing shared so far. */
  public static final Page NONE = new Page("", "");

  private final String url;
  private final String title;
  private final String domain;

  /**
   * Cleans what was sent or stored. Takes time in proportion to both texts, and computes the domain
   * once, so that no other thread has to.
   *
   * @param url empty for hidden activity; a url with a {@link UrlFlaw} becomes empty
   * @param title cut after {@link #MAX_TITLE_LENGTH} code points; empty if the url is
   */
  public Page(String url, String title) {
    String clean = cleanUrl(url);
    this.url = flawOf(url, clean) == null ? clean : "";
    this.title = this.url.isEmpty() ? "" : cleanTitle(title);
    this.domain = RegistrableDomain.of(this.url);
  }

  /** Why a page with this url is hidden; empty if it is shown. */
  public static Optional<UrlFlaw> flawOf(String url) {
    return Optional.ofNullable(flawOf(url, cleanUrl(url)));
  }

  public String url() {
    return url;
  }

  public String title() {
    return title;
  }

  /** The registrable domain of the url, empty if it has none. */
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

  /** For logs: without the url and the title, which are the user's. */
  @Override
  public String toString() {
    return isHidden() ? "Page[hidden]" : "Page[" + domain + "]";
  }
}
