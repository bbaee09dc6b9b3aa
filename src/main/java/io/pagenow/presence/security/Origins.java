package io.pagenow.presence.security;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which web origins may call: those of the settings, and the application's own. */
final class Origins {

  private static final Pattern ORIGIN = Pattern.compile("(https?)://(.*)");

  private final Set<String> others;

  /**
   * @param others as {@code CLIENT_URL} lists them; a slash at the end does not matter
   */
  Origins(Set<String> others) {
    this.others =
        others.stream()
            .map(Origins::lowerCase)
            .map(origin -> origin.replaceFirst("/+$", ""))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Whether pages of an origin may call.
   *
   * @param origin the header {@code Origin}
   * @param host the header {@code Host} of the same request
   */
  boolean allow(String origin, @Nullable String host) {
    String caller = lowerCase(origin);
    return others.contains(caller) || (host != null && own(caller, lowerCase(host)));
  }

  /**
   * Whether the caller is a page that this host served. Its scheme tells nothing, as TLS may end in
   * front of the server; nor does a default port, which a proxy may write out.
   */
  private static boolean own(String origin, String host) {
    Matcher parts = ORIGIN.matcher(origin);
    if (!parts.matches()) {
      return false;
    }
    String ownPort = parts.group(1).equals("http") ? ":80" : ":443";
    String authority = without(ownPort, parts.group(2));
    return !authority.isEmpty() && authority.equals(without(":80", without(":443", host)));
  }

  private static String without(String end, String text) {
    return text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text;
  }

  private static String lowerCase(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
