package io.pagenow.presence.model;

/**
 * A web page as friends may see it. A page is made by {@code protocol.page.Pages} only, which makes
 * it safe to store and to send.
 *
 * @param url the url; empty if the user is online and hides the activity
 * @param title the title; empty if the url is
 * @param domain the registrable domain of the url, such as {@code example.com}; empty if it has
 *     none
 */
public record Page(String url, String title, String domain) {

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
  public static final Page NONE = new Page("", "", "");

  public boolean isHidden() {
    return url.isEmpty();
  }

  /** Returns a text for logs, without the url and the title, which are private. */
  @Override
  public String toString() {
    return isHidden() ? "Page[hidden]" : "Page[" + domain + "]";
  }
}
