package io.pagenow.presence.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random spellings of hosts, in entries and in urls. */
class HostSpellingTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theSpellingOfAHostDoesNotMatter(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      String listed = host(random);
      String visited = random.nextBoolean() ? label(random) + "." + listed : host(random);
      boolean isListed = visited.equals(listed) || visited.endsWith("." + listed);
      Set<String> list = Set.of(entry(listed, random), entry("other.example", random));
      String url = url(visited, random);

      assertEquals(isListed, SharingRules.onlyAllowed(list).show(url), list + " " + url);
      assertEquals(!isListed, SharingRules.allButDenied(list).show(url), list + " " + url);
    }
  }

  private static String host(Random random) {
    return label(random) + "." + label(random) + ".test";
  }

  private static String label(Random random) {
    String[] labels = {"a", "b", "mail", "은행", "münchen", "x_y", "straße", "1a"};
    return labels[random.nextInt(labels.length)];
  }

  private static String entry(String host, Random random) {
    String[] forms = {"%s", "*.%s", ".%s", "https://%s/x", "u:p@%s", "%s.", "%s:8443", " %s "};
    return forms[random.nextInt(forms.length)].formatted(spelled(host, random));
  }

  private static String url(String host, Random random) {
    String[] forms = {
      "https://%s",
      "http://%s/",
      "HTTPS://%s:8443/x?y#z",
      "https:%s/",
      "https://%s./",
      "https:\\\\%s\\x",
      "https://u:p@%s/",
      "https://%s/x@other.example",
      " https://%s/"
    };
    return forms[random.nextInt(forms.length)].formatted(spelled(host, random));
  }

  /** Changes the case of some letters, escapes some and widens some. */
  private static String spelled(String host, Random random) {
    StringBuilder spelled = new StringBuilder();
    IntStream.range(0, host.length())
        .forEach(
            i -> {
              char c = host.charAt(i);
              boolean isAsciiLetter = c >= 'a' && c <= 'z';
              switch (isAsciiLetter ? random.nextInt(6) : 5) {
                case 0 -> spelled.append(String.valueOf(c).toUpperCase(Locale.ROOT));
                case 1 -> spelled.append('%').append(Integer.toHexString(c));
                case 2 -> spelled.append((char) (c - 'a' + '\uff41'));
                default -> spelled.append(c);
              }
            });
    return spelled.toString();
  }
}
