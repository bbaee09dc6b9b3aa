package io.pagenow.presence.security;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The web origins that may call: those of the settings, and the application's own. Immutable. */
final class Origins {

  private static final Pattern ORIGIN = Pattern.compile("(https?)://(.*)");

  private static final String FIREFOX = "moz-extension://";

  private final Set<String> others;

  /**
   * @param others the origins of {@code CLIENT_URL}; a slash at the end is ignored. The entry
   *     {@code moz-extension://*} allows all extensions of Firefox, as their origins are random
   */
  Origins(Set<String> others) {
    this.others =
        others.stream()
            .map(Origins::lowerCase)
            .map(origin -> origin.replaceFirst("/+$", ""))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Returns whether pages of an origin may call.
   *
   * @param origin the header {@code Origin}
   * @param host the header {@code Host} of the same request
   */
  boolean allow(String origin, @Nullable String host) {
    String caller = lowerCase(origin);
    return others.contains(caller)
        || (caller.startsWith(FIREFOX) && others.contains(FIREFOX + "*"))
        || (host != null && own(caller, lowerCase(host)));
  }

  /**
   * Returns whether this host served the page. Ignores the scheme, as TLS may end in front of the
   * server. Ignores a default port, as a proxy may add it to the header.
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
