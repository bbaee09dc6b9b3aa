package io.pagenow.presence.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads parameters of a query. {@code getParameter} of the server would also read the body of a
 * form, before the caller is authenticated.
 */
public final class QueryParameter {

  private static final Pattern AMPERSAND = Pattern.compile("&");

  private QueryParameter() {}

  /**
   * Returns the first parameter with the name, or null if there is none. A value that cannot be
   * decoded is empty.
   */
  public static @Nullable String first(String name, @Nullable String query) {
    if (query == null) {
      return null;
    }
    return AMPERSAND
        .splitAsStream(query)
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> decoded(pair.substring(name.length() + 1)))
        .findFirst()
        .orElse(null);
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
