package io.pagenow.presence.model;

/**
 * A web page as its reader's browser names it. An empty url means that its reader is online and
 * hides what they read.
 */
public record Page(String url, String title) {

  /**
   * The longest url that is shown, in UTF-16 characters. Real tabs have longer ones: {@code data:}.
   */
  public static final int MAX_URL_LENGTH = 8_192;

  /** The longest title that is kept, in code points. */
  public static final int MAX_TITLE_LENGTH = 1_024;

  /** No page: hidden activity, or nothing shared so far. */
  public static final Page NONE = new Page("", "");

  /** Cuts a title above {@link #MAX_TITLE_LENGTH}. */
  public Page {
    title = cut(title);
  }

  public boolean isHidden() {
    return url.isEmpty();
  }

  /** The registrable domain of the url, empty where it has none. */
  public String domain() {
    return RegistrableDomain.of(url);
  }

  private static String cut(String title) {
    // A code point takes one or two characters, so a short string needs no counting.
    if (title.length() <= MAX_TITLE_LENGTH
        || title.codePointCount(0, title.length()) <= MAX_TITLE_LENGTH) {
      return title;
    }
    return title.substring(0, title.offsetByCodePoints(0, MAX_TITLE_LENGTH));
  }
}
