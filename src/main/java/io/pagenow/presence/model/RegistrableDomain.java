package io.pagenow.presence.model;

import de.malkusch.whoisServerList.publicSuffixList.PublicSuffixList;
import de.malkusch.whoisServerList.publicSuffixList.PublicSuffixListFactory;
import java.net.IDN;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The domain that somebody registered and a url belongs to: its public suffix and one label more.
 *
 * @see <a href="https://publicsuffix.org/">Public Suffix List</a>
 */
final class RegistrableDomain {

  private static final PublicSuffixList SUFFIXES = new PublicSuffixListFactory().build();

  /**
   * Scheme, user info, host and port as the WHATWG URL standard takes them. {@link java.net.URI}
   * would refuse urls that browsers are happy with, such as those with a {@code |} in the query.
   */
  private static final Pattern URL =
      Pattern.compile(
          "[a-z][a-z0-9+.-]*://(?:[^/?#\\\\]*@)?(?<host>[^\\s\\p{Cntrl}#%/:<>?@\\[\\\\\\]^|]+?)"
              + "\\.?(?::\\d*)?(?:[/?#\\\\].*)?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern IPV4 = Pattern.compile("\\d+(?:\\.\\d+){3}");

  /** Domains by the beginning of a url, up to its host: most people are on few hosts. */
  private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();

  private static final int MAX_KNOWN = 10_000;
  private static final int MAX_KNOWN_LENGTH = 128;

  private RegistrableDomain() {}

  /**
   * The registrable domain in lower case, international names in their ASCII form. Empty where the
   * url is empty, has no host, or a host without one: an IP address, {@code localhost}, a public
   * suffix itself.
   */
  static String of(String url) {
    int end = url.indexOf("://");
    if (end < 0) {
      return "";
    }
    end += "://".length();
    while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    if (end > MAX_KNOWN_LENGTH) {
      return find(url);
    }
    if (KNOWN.size() >= MAX_KNOWN) {
      KNOWN.clear();
    }
    return KNOWN.computeIfAbsent(url.substring(0, end), RegistrableDomain::find);
  }

  private static String find(String url) {
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      return "";
    }
    String host = parts.group("host").toLowerCase(Locale.ROOT);
    if (IPV4.matcher(host).matches()) {
      return "";
    }
    try {
      String domain = registrable(IDN.toASCII(host, IDN.ALLOW_UNASSIGNED));
      return domain == null ? "" : domain;
    } catch (IllegalArgumentException notAHostName) {
      return "";
    }
  }

  // The library has no nullness annotations: it returns null where there is none.
  private static @Nullable String registrable(String host) {
    return SUFFIXES.getRegistrableDomain(host);
  }
}
