package io.pagenow.presence.sharing;

import io.pagenow.presence.model.url.UrlHost;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses the entries of the allow list and the deny list as users type them: a domain, an address,
 * a url, {@code *.example.com}. The reference extension has the same rules in {@code sites.js}.
 */
final class DomainEntry {

  /** Longer entries are not understood, so that the cost of an entry is bounded. */
  private static final int MAX_LENGTH = 2_048;

  private static final Pattern IPV6 =
      Pattern.compile("[\\da-f.]*:[\\da-f.]*:[\\da-f:.]*", Pattern.CASE_INSENSITIVE);

  private static final Pattern VIEW_SOURCE =
      Pattern.compile("^view-source:", Pattern.CASE_INSENSITIVE);

  private static final Pattern SCHEME =
      Pattern.compile("^([a-z][a-z\\d+.-]*|\\*):[/\\\\]{2}", Pattern.CASE_INSENSITIVE);

  /** Schemes of an entry that can stand for web pages; {@code *} as in a match pattern. */
  private static final Pattern WEB =
      Pattern.compile("https?|wss?|ftp|\\*", Pattern.CASE_INSENSITIVE);

  /** A url without slashes. A host and a port look similar: {@code https:8080}. */
  private static final Pattern WITHOUT_SLASHES =
      Pattern.compile("^https?:(?!\\d+(?:[/\\\\?#]|$)).*", Pattern.CASE_INSENSITIVE);

  /** A wildcard or a dot before the host. */
  private static final Pattern WILDCARD =
      Pattern.compile("^(https?:[/\\\\]*(?:[^/\\\\?#]*@)?)\\*?\\.", Pattern.CASE_INSENSITIVE);

  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /** The end of a range of addresses: {@code 10.0.0.0/8}. */
  private static final Pattern RANGE = Pattern.compile(".*[^/\\\\][/\\\\]\\d{1,3}");

  /** A label as DNS has it. Hosts of urls may have more characters. */
  private static final Pattern HOST =
      Pattern.compile(
          "[a-z\\d_](?:[a-z\\d_-]*[a-z\\d_])?(?:\\.[a-z\\d_](?:[a-z\\d_-]*[a-z\\d_])?)*+");

  private DomainEntry() {}

  /**
   * Returns the host of an entry, in the form of {@link UrlHost}. Returns empty if the entry cannot
   * be understood.
   */
  static Optional<String> hostOf(String entry) {
    String text = entry.strip();
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String url = urlOf(text);
    Matcher wildcard = WILDCARD.matcher(url);
    String plain = wildcard.find() ? wildcard.group(1) + url.substring(wildcard.end()) : url;
    boolean isAddress =
        plain.equals(url) && !NUMBER.matcher(text).matches() && !RANGE.matcher(plain).matches();
    return UrlHost.ofWebPage(plain)
        .filter(host -> UrlHost.isIpAddress(host) ? isAddress : HOST.matcher(host).matches());
  }

  /** Returns a url for the host of the entry; an empty string if the entry is not a web page. */
  private static String urlOf(String text) {
    if (IPV6.matcher(text).matches()) {
      return "https://[" + text + "]";
    }
    String address = VIEW_SOURCE.matcher(text).replaceFirst("");
    Matcher scheme = SCHEME.matcher(address);
    if (scheme.find()) {
      return WEB.matcher(scheme.group(1)).matches()
          ? "https" + address.substring(scheme.end(1))
          : "";
    }
    return WITHOUT_SLASHES.matcher(address).matches()
        ? address
        : "https://" + address.replaceFirst("^[/\\\\]+", "");
  }
}
