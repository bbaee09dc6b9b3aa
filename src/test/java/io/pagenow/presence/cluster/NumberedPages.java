package io.pagenow.presence.cluster;

import io.pagenow.presence.model.Page;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.sharing.SharingRules;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Pages with a serial number in the url and in the title, so that they are found in any text. Not
 * thread-safe.
 */
final class NumberedPages {

  private static final List<String> HOSTS =
      List.of("a.test", "www.a.test", "x.a.test", "b.test", "BANK.b.test.", "127.1", "münchen.de");

  private static final Pattern SERIAL = Pattern.compile("(?:serial|Title)-(\\d+)-");

  private final Map<Integer, String> urls = new HashMap<>();

  /** The pages that the rules did not allow when they were created. */
  private final Set<Integer> forbidden = new HashSet<>();

  /** Creates a page that the rules allow, or one that they forbid. */
  Page next(Random random, SharingRules rules) {
    int serial = urls.size() + 1;
    String host = HOSTS.get(random.nextInt(HOSTS.size()));
    String url = "https://" + host + "/serial-" + serial + "-";
    urls.put(serial, url);
    if (!rules.show(url)) {
      forbidden.add(serial);
    }
    return Pages.of(url, "Title-" + serial + "-");
  }

  /** Returns how many pages the rules forbade when they were created. */
  int forbidden() {
    return forbidden.size();
  }

  /** Returns how many pages the rules allowed when they were created. */
  int allowed() {
    return urls.size() - forbidden.size();
  }

  /** Returns all pages in the text. */
  static Set<Integer> in(String text) {
    Set<Integer> serials = new HashSet<>();
    SERIAL.matcher(text).results().forEach(found -> serials.add(Integer.valueOf(found.group(1))));
    return serials;
  }

  /** Returns the pages in the text that were forbidden when they were created. */
  Set<Integer> forbiddenIn(String text) {
    Set<Integer> found = in(text);
    found.retainAll(forbidden);
    return found;
  }

  /** Returns the pages in the text that these rules forbid. */
  Set<Integer> forbiddenIn(String text, SharingRules rules) {
    Set<Integer> found = in(text);
    found.removeIf(serial -> rules.show(urls.getOrDefault(serial, "")));
    return found;
  }
}
