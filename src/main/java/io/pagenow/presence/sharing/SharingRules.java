package io.pagenow.presence.sharing;

import io.pagenow.presence.model.url.UrlHost;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which a user shares pages with friends, decided by the host of a page. Immutable.
 *
 * <p>An entry covers its host and the subdomains. An entry with {@code www.} in the allow list
 * covers the site under both names; in the deny list it covers all of the site. An entry that
 * cannot be understood allows nothing, and in the deny list it denies everything, since it may mean
 * any page. Empty entries are ignored.
 */
public final class SharingRules {

  private static final String ALLOW_LIST = "allow-list";
  private static final String DENY_LIST = "deny-list";

  /** Rules that show every page. */
  public static final SharingRules SHOW_ALL =
      new SharingRules(DENY_LIST, true, false, Set.of(), Set.of());

  /** Rules that show no page, for users whose rules are not known. */
  public static final SharingRules SHOW_NONE =
      new SharingRules(ALLOW_LIST, false, false, Set.of(), Set.of());

  /** Rules that show no page, because they could not be read in time. */
  static final SharingRules UNKNOWN =
      new SharingRules("unknown-rules", false, false, Set.of(), Set.of());

  private static final String WWW = "www.";

  private final String name;
  private final boolean all;

  /** Whether an entry of the deny list could not be understood. */
  private final boolean deniesAll;

  /** The hosts that are listed with their subdomains: allowed ones or denied ones. */
  private final Set<String> domains;

  /** The allowed hosts that are listed without their subdomains. */
  private final Set<String> hosts;

  private SharingRules(
      String name, boolean all, boolean deniesAll, Set<String> domains, Set<String> hosts) {
    this.name = name;
    this.all = all;
    this.deniesAll = deniesAll;
    this.domains = Set.copyOf(domains);
    this.hosts = Set.copyOf(hosts);
  }

  /**
   * Returns the rules that show only pages on the allow list. Takes time in proportion to the list.
   */
  public static SharingRules onlyAllowed(Collection<String> allow) {
    Set<String> domains = new HashSet<>();
    Set<String> hosts = new HashSet<>();
    for (String entry : allow) {
      DomainEntry.hostOf(entry)
          .ifPresent(
              host -> {
                domains.add(host);
                hosts.add(withoutWww(host));
              });
    }
    return domains.isEmpty()
        ? SHOW_NONE
        : new SharingRules(ALLOW_LIST, false, false, domains, hosts);
  }

  /**
   * Returns the rules that show all pages but those on the deny list. Takes time in proportion to
   * the list.
   */
  public static SharingRules allButDenied(Collection<String> deny) {
    Set<String> domains = new HashSet<>();
    boolean unclear = false;
    for (String entry : deny) {
      if (!entry.isBlank()) {
        Optional<String> host = DomainEntry.hostOf(entry);
        host.ifPresent(denied -> domains.add(withoutWww(denied)));
        unclear |= host.isEmpty();
      }
    }
    return domains.isEmpty() && !unclear
        ? SHOW_ALL
        : new SharingRules(DENY_LIST, true, unclear, domains, Set.of());
  }

  /**
   * Returns whether friends may see the page with this url. Takes time in proportion to the url.
   *
   * <p>With an allow list only web pages are visible. With a deny list a page is visible if its url
   * has no host, as {@code about:blank}, and hidden if the url is not valid.
   */
  public boolean show(String url) {
    if (all) {
      return !deniesAll
          && (domains.isEmpty()
              || UrlHost.innermost(url).filter(host -> !isListed(host)).isPresent());
    }
    return UrlHost.ofWebPage(url)
        .filter(host -> hosts.contains(host) || isListed(host))
        .isPresent();
  }

  /**
   * Returns which rule hides pages: {@code allow-list}, {@code deny-list}, or {@code unknown-rules}
   * if they could not be read.
   */
  public String name() {
    return name;
  }

  private boolean isListed(String host) {
    if (UrlHost.isIpAddress(host)) {
      return domains.contains(host);
    }
    for (int start = 0; start >= 0; start = nextLabel(host, start)) {
      if (domains.contains(host.substring(start))) {
        return true;
      }
    }
    return false;
  }

  /** Returns the index of the next label, or -1 if this is the last one. */
  private static int nextLabel(String host, int start) {
    int dot = host.indexOf('.', start);
    return dot < 0 ? -1 : dot + 1;
  }

  /** Returns the site that an entry with {@code www.} names. A top-level domain is not a site. */
  private static String withoutWww(String host) {
    boolean isSite = host.startsWith(WWW) && host.indexOf('.', WWW.length()) > 0;
    return isSite ? host.substring(WWW.length()) : host;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SharingRules rules
        && all == rules.all
        && deniesAll == rules.deniesAll
        && domains.equals(rules.domains)
        && hosts.equals(rules.hosts);
  }

  @Override
  public int hashCode() {
    return Objects.hash(all, deniesAll, domains, hosts);
  }

  /** Returns a text for logs, without the lists, which are private. */
  @Override
  public String toString() {
    return "SharingRules[" + (all ? "all" : "none") + " but " + domains.size() + " domains]";
  }
}
