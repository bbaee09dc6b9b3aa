package io.pagenow.presence.model.url;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The position of the authority of a url: user info, host and port. It is found in one pass, by the
 * rules of the WHATWG URL standard. {@link java.net.URI} rejects urls that browsers accept.
 *
 * @param start the index of its first character
 * @param end the index after its last one
 * @see <a href="https://url.spec.whatwg.org/#url-parsing">URL parsing</a>
 */
public record UrlAuthority(int start, int end) {

  /** Schemes whose authority may follow any number of slashes or backslashes, also none. */
  private static final Set<String> SPECIAL = Set.of("http", "https", "ws", "wss", "ftp");

  /** Schemes that are followed by an address such as {@code user@host} and never by another url. */
  private static final Set<String> ADDRESSES = Set.of("mailto", "sip", "sips", "xmpp");

  /**
   * Finds the authority of a url, but not that of a nested url.
   *
   * @return null if the url has none
   */
  public static @Nullable UrlAuthority of(String url) {
    int start = skipSpaces(url, 0);
    int colon = colonOfScheme(url, start);
    return colon < 0 ? null : afterScheme(url, start, colon);
  }

  /**
   * Finds the authority of the innermost url, as in {@code view-source:https://…}.
   *
   * @return null if there is none
   */
  public static @Nullable UrlAuthority innermost(String url) {
    int start = skipSpaces(url, 0);
    for (int colon = colonOfScheme(url, start); colon >= 0; colon = colonOfScheme(url, start)) {
      UrlAuthority found = afterScheme(url, start, colon);
      if (found != null || ADDRESSES.contains(lowerCase(url, start, colon))) {
        return found;
      }
      start = skipSpaces(url, colon + 1);
    }
    return withoutScheme(url, start);
  }

  private static @Nullable UrlAuthority afterScheme(String url, int start, int colon) {
    String scheme = lowerCase(url, start, colon);
    int slashes = colon + 1;
    if (SPECIAL.contains(scheme)) {
      while (slashes < url.length() && isSlash(url.charAt(slashes), true)) {
        slashes++;
      }
      return from(url, slashes, true);
    }
    boolean backslashes = scheme.equals("file");
    return startsWithTwoSlashes(url, slashes, backslashes)
        ? from(url, slashes + 2, backslashes)
        : null;
  }

  /** Finds the likely authority in a url that browsers reject because it has no scheme. */
  private static @Nullable UrlAuthority withoutScheme(String url, int start) {
    for (int i = start; i < url.length() && "?#".indexOf(url.charAt(i)) < 0; i++) {
      if (isSlash(url.charAt(i), true)) {
        boolean beginning = i == start || url.charAt(i - 1) == ':';
        return beginning && startsWithTwoSlashes(url, i, true) ? from(url, i + 2, true) : null;
      }
    }
    return null;
  }

  private static UrlAuthority from(String url, int start, boolean backslashes) {
    int end = start;
    while (end < url.length() && !endsAuthority(url.charAt(end), backslashes)) {
      end++;
    }
    return new UrlAuthority(start, end);
  }

  private static boolean endsAuthority(char c, boolean backslashes) {
    return isSlash(c, backslashes) || c == '?' || c == '#';
  }

  private static boolean startsWithTwoSlashes(String url, int at, boolean backslashes) {
    return at + 1 < url.length()
        && isSlash(url.charAt(at), backslashes)
        && isSlash(url.charAt(at + 1), backslashes);
  }

  private static boolean isSlash(char c, boolean backslashes) {
    return c == '/' || (backslashes && c == '\\');
  }

  /** Returns the index of the colon that ends a scheme, or -1 if no scheme starts there. */
  private static int colonOfScheme(String url, int start) {
    for (int i = start; i < url.length(); i++) {
      char c = url.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (c == ':' && i > start) {
        return i;
      }
      if (!letter && (i == start || "0123456789+-.".indexOf(c) < 0)) {
        return -1;
      }
    }
    return -1;
  }

  private static int skipSpaces(String url, int from) {
    int start = from;
    while (start < url.length() && url.charAt(start) == ' ') {
      start++;
    }
    return start;
  }

  private static String lowerCase(String url, int start, int end) {
    return url.substring(start, end).toLowerCase(Locale.ROOT);
  }
}
