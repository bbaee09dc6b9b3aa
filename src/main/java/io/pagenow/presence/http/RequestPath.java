package io.pagenow.presence.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Detects paths that servers and proxies may read in different ways. */
final class RequestPath {

  /** The character that the JDK substitutes for bytes that are not UTF-8. */
  private static final char REPLACEMENT = '\ufffd';

  private static final Pattern ENCODED_SEPARATOR = Pattern.compile("%(2f|5c)");
  private static final Pattern DOT_SEGMENT = Pattern.compile("/\\.{1,2}(;[^/]*)?(/|$)");

  private RequestPath() {}

  /**
   * Returns whether a path is well-formed (RFC 3986, section 3.3), UTF-8, without control
   * characters, without dot segments and without encoded slashes.
   *
   * @param raw the path as the client sent it, not decoded
   */
  static boolean isPlain(String raw) {
    try {
      // Adds an authority: otherwise a second slash at the beginning would introduce one.
      String path = new URI("http://host" + raw).getPath();
      return path.indexOf(REPLACEMENT) < 0
          && path.chars().noneMatch(Character::isISOControl)
          && !ENCODED_SEPARATOR.matcher(raw.toLowerCase(Locale.ROOT)).find()
          && !DOT_SEGMENT.matcher(path).find();
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
