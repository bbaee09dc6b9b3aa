package io.pagenow.presence.protocol.page;

import de.malkusch.whoisServerList.publicSuffixList.PublicSuffixList;
import de.malkusch.whoisServerList.publicSuffixList.PublicSuffixListFactory;
import io.pagenow.presence.model.url.UrlAuthority;
import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the registrable domain of a url: the public suffix of the host and one more label.
 *
 * <p>Users choose the urls, so the cost must be bounded. A DNS host name has at most 253
 * characters; longer hosts are ignored. Thread-safe.
 *
 * @see <a href="https://publicsuffix.org/">Public Suffix List</a>
 */
final class RegistrableDomain {

  private static final PublicSuffixList SUFFIXES = new PublicSuffixListFactory().build();

  /** The limits of DNS for a name without its last dot, RFC 1035, section 2.3.4. */
  private static final int MAX_HOST = 253;

  private static final int MAX_LABEL = 63;

  /**
   * No rule of the list has more than five labels. The library tries one label after another, so
   * more labels would only cost time.
   */
  private static final int MAX_LABELS = 8;

  /** The characters other than control characters that the WHATWG URL standard forbids in hosts. */
  private static final String FORBIDDEN = " #%/:<>?@[\\]^|";

  private RegistrableDomain() {}

  /**
   * Returns the registrable domain in lower case, with international names in ASCII form. Returns
   * an empty string if the url is empty or has no host. The same holds for a host without such a
   * domain: an IP address, {@code localhost}, or a public suffix itself.
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

  /**
   * Returns the host in lower case, without port and trailing dot; null if it cannot have a domain.
   */
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

  /** Returns the host in the ASCII form of DNS, or null if it is not a valid host name. */
  private static @Nullable String ascii(String host) {
    if (host.chars().allMatch(c -> c < 0x80)) {
      return hasValidLabels(host) ? host : null;
    }
    // NFKC can turn one character into eighteen, and the IDN conversion takes quadratic time in the
    // length of a label. So check the length in between.
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

  /**
   * Returns whether browsers parse the host as an IPv4 address, as they do {@code 127.1} and {@code
   * 0x7f.1}.
   */
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

  // The library has no nullness annotations. It returns null if there is no such domain.
  private static @Nullable String registrable(String host) {
    return SUFFIXES.getRegistrableDomain(host);
  }
}
