package io.pagenow.presence.model.url;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the host of a url as browsers do: in lower case and ASCII, without user info, port and
 * trailing dot. Addresses have their canonical form: {@code 127.0.0.1} for {@code 127.1}, {@code
 * [::1]} for {@code [0:0::1]}.
 *
 * <p>Users choose the urls, so the cost is bounded: takes time in proportion to the url, and hosts
 * that are too long for DNS are invalid.
 *
 * @see <a href="https://url.spec.whatwg.org/#host-parsing">Host parsing</a>
 */
public final class UrlHost {

  /** A character of a host takes at most three bytes, and an escaped byte three characters. */
  private static final int MAX_ESCAPED = 9 * HostName.MAX_LENGTH;

  private static final int MAX_PORT = 65_535;

  private UrlHost() {}

  /** Returns the host of a web page; empty if the url is not a valid one with http or https. */
  public static Optional<String> ofWebPage(String url) {
    String scheme = schemeOf(url);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return Optional.empty();
    }
    return Optional.ofNullable(UrlAuthority.of(url)).flatMap(authority -> host(url, authority));
  }

  /**
   * Returns the host of any url, also of one inside another: {@code view-source:https://…}. Returns
   * an empty string if the url cannot have a host, as {@code about:blank}. Returns empty if the url
   * is not valid, so that the host is not known.
   */
  public static Optional<String> innermost(String url) {
    UrlAuthority authority = UrlAuthority.innermost(url);
    if (authority != null) {
      boolean none = authority.start() == authority.end();
      return none ? Optional.of("") : host(url, authority);
    }
    // Without slashes, bank.com:443/x has the form of a scheme and a path as well.
    String scheme = schemeOf(url);
    String rest = url.strip().substring(scheme.isEmpty() ? 0 : scheme.length() + 1);
    boolean opaque =
        !scheme.isEmpty()
            && scheme.indexOf('.') < 0
            && (rest.isEmpty() || !Character.isDigit(rest.charAt(0)));
    return opaque ? Optional.of("") : Optional.empty();
  }

  /** Returns whether a host in the form of this class is an address, which has no subdomains. */
  public static boolean isIpAddress(String host) {
    return host.startsWith("[") || (!host.isEmpty() && IpAddress.endsInNumber(host));
  }

  /** Returns the scheme in lower case; an empty string if there is none. */
  private static String schemeOf(String url) {
    String text = url.strip();
    int colon = text.indexOf(':');
    for (int i = 0; i < colon; i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && (i == 0 || "0123456789+-.".indexOf(c) < 0)) {
        return "";
      }
    }
    return colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
  }

  private static Optional<String> host(String url, UrlAuthority authority) {
    int start = url.lastIndexOf('@', authority.end() - 1) + 1;
    String hostAndPort = url.substring(Math.max(start, authority.start()), authority.end());
    boolean isIpv6 = hostAndPort.startsWith("[");
    int end = isIpv6 ? hostAndPort.indexOf(']') + 1 : hostAndPort.indexOf(':');
    if (end < 0) {
      end = hostAndPort.length();
    }
    if ((isIpv6 && end == 0) || !isPort(hostAndPort.substring(end))) {
      return Optional.empty();
    }
    return Optional.ofNullable(parse(hostAndPort.substring(0, end)));
  }

  /** Returns whether the text is empty, or a colon and a port, which may be missing. */
  private static boolean isPort(String text) {
    if (text.isEmpty()) {
      return true;
    }
    if (text.charAt(0) != ':') {
      return false;
    }
    int port = 0;
    for (int i = 1; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      port = Math.min(10 * port + digit, MAX_PORT + 1);
    }
    return port <= MAX_PORT;
  }

  /** Returns the canonical form of a host, or null if it is not valid. */
  private static @Nullable String parse(String host) {
    if (host.startsWith("[")) {
      return IpAddress.v6(host.substring(1, host.length() - 1));
    }
    if (host.length() > MAX_ESCAPED) {
      return null;
    }
    String name = HostName.ascii(unescaped(host));
    if (name == null) {
      return null;
    }
    return IpAddress.endsInNumber(name) ? IpAddress.v4(name) : name;
  }

  private static String unescaped(String host) {
    if (host.indexOf('%') < 0) {
      return host;
    }
    var bytes = new ByteArrayOutputStream();
    byte[] escaped = host.getBytes(UTF_8);
    for (int i = 0; i < escaped.length; i++) {
      int high = digit(escaped, i + 1);
      int low = digit(escaped, i + 2);
      if (escaped[i] == '%' && high >= 0 && low >= 0) {
        bytes.write(16 * high + low);
        i += 2;
      } else {
        bytes.write(escaped[i]);
      }
    }
    return bytes.toString(UTF_8);
  }

  private static int digit(byte[] text, int at) {
    return at < text.length ? Character.digit(text[at], 16) : -1;
  }
}
