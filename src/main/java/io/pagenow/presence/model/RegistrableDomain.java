package io.pagenow.presence.model;

import de.malkusch.whoisServerList.publicSuffixList.PublicSuffixList;
import de.malkusch.whoisServerList.publicSuffixList.PublicSuffixListFactory;
import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The domain that was registered for the host of a url: the public suffix and one label more.
 *
 * <p>Users choose the urls, so the cost has a bound: a host of DNS has at most 253 characters, and
 * longer ones are not looked at.
 *
 * @see <a href="https://publicsuffix.org/">Public Suffix List</a>
 */
final class RegistrableDomain {

  private static final PublicSuffixList SUFFIXES = new PublicSuffixListFactory().build();

  /** The limits of DNS for a name without its last dot, RFC 1035, section 2.3.4. */
  private static final int MAX_HOST = 253;

  private static final int MAX_LABEL = 63;

  /** No rule of the list has more than five labels, and the library tries one after another. */
  private static final int MAX_LABELS = 8;

  /** What the WHATWG standard forbids in hosts, without control characters. */
  private static final String FORBIDDEN = " #%/:<>?@[\\]^|";

  private RegistrableDomain() {}

  /**
   * The registrable domain in lower case, international names in their ASCII form. Empty if the url
   * is empty, has no host, or a host without one: an IP address, {@code localhost}, a public suffix
   * itself.
   */
  static String of(String url) {
    @Nullable UrlAuthority authority = UrlAuthority.of(url);
    if (authority == null) {
      return "";
    }
    @Nullable String host = host(url, authority);
    @Nullable String ascii = host == null ? null : ascii(host);
    if (ascii == null || endsInNumber(ascii)) {
      return "";
    }
    String domain = registrable(lastLabels(ascii));
    return domain == null ? "" : domain;
  }

  /** The host in lower case, without port and last dot; null if it cannot have a domain. */
  private static @Nullable String host(String url, UrlAuthority authority) {
    int start = authority.start();
    int end = start;
    int most = Math.min(authority.end(), start + MAX_HOST + 2);
    while (end < most && url.charAt(end) != ':') {
      if (isForbidden(url.charAt(end))) {
        return null;
      }
      end++;
    }
    boolean port = end < authority.end() && url.charAt(end) == ':';
    if (port && !isPort(url, end + 1, authority.end())) {
      return null;
    }
    if (end > start && url.charAt(end - 1) == '.') {
      end--;
    }
    return end == start || end - start > MAX_HOST
        ? null
        : url.substring(start, end).toLowerCase(Locale.ROOT);
  }

  private static boolean isForbidden(char c) {
    return Character.isWhitespace(c) || Character.isISOControl(c) || FORBIDDEN.indexOf(c) >= 0;
  }

  private static boolean isPort(String url, int start, int end) {
    for (int i = start; i < end; i++) {
      if (url.charAt(i) < '0' || url.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** The host as DNS has it; null if it cannot be one. */
  private static @Nullable String ascii(String host) {
    if (host.chars().allMatch(c -> c < 0x80)) {
      return hasValidLabels(host) ? host : null;
    }
    // Some characters become eighteen, and what converts them takes the square of a label's length.
    String normal = Normalizer.normalize(host, Normalizer.Form.NFKC).replace('\u3002', '.');
    if (!hasValidLabels(normal)) {
      return null;
    }
    try {
      String ascii = IDN.toASCII(normal, IDN.ALLOW_UNASSIGNED);
      return hasValidLabels(ascii) && ascii.chars().noneMatch(c -> isForbidden((char) c))
          ? ascii
          : null;
    } catch (IllegalArgumentException notAHostName) {
      return null;
    }
  }

  private static boolean hasValidLabels(String host) {
    if (host.length() > MAX_HOST) {
      return false;
    }
    int start = 0;
    for (int i = 0; i <= host.length(); i++) {
      if (i == host.length() || host.charAt(i) == '.') {
        if (i == start || i - start > MAX_LABEL) {
          return false;
        }
        start = i + 1;
      }
    }
    return true;
  }

  /** Whether browsers read the host as an IPv4 address: {@code 127.1} and {@code 0x7f.1} too. */
  private static boolean endsInNumber(String host) {
    String last = host.substring(host.lastIndexOf('.') + 1);
    boolean hex = last.startsWith("0x");
    String digits = hex ? "0123456789abcdef" : "0123456789";
    return last.substring(hex ? 2 : 0).chars().allMatch(c -> digits.indexOf(c) >= 0);
  }

  private static String lastLabels(String host) {
    int start = host.length();
    for (int i = 0; i < MAX_LABELS && start > 0; i++) {
      start = host.lastIndexOf('.', start - 1);
    }
    return host.substring(start + 1);
  }

  // The library has no nullness annotations: it returns null if there is none.
  private static @Nullable String registrable(String host) {
    return SUFFIXES.getRegistrableDomain(host);
  }
}
