package io.pagenow.presence.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name and version that a client gives itself in its handshake: the query parameter {@code
 * client}, since browsers cannot set headers, or else the header {@code User-Agent}. It is for
 * people who look for the cause of a problem. Nothing depends on it.
 */
public final class ClientName {

  private static final int MAX_LENGTH = 120;

  /** The name of the query parameter. */
  public static final String PARAMETER = "client";

  /** All characters but those of printable ASCII. */
  private static final Pattern UNUSUAL = Pattern.compile("[^ -~]+");

  private ClientName() {}

  /** Returns at most 120 characters of printable ASCII; empty if the client gives no name. */
  public static String of(HttpServletRequest handshake) {
    String named = clean(handshake.getParameter(PARAMETER));
    return named.isEmpty() ? clean(handshake.getHeader("User-Agent")) : named;
  }

  private static String clean(@Nullable String name) {
    if (name == null) {
      return "";
    }
    String plain = UNUSUAL.matcher(name).replaceAll(" ").strip();
    return plain.substring(0, Math.min(plain.length(), MAX_LENGTH)).strip();
  }
}
