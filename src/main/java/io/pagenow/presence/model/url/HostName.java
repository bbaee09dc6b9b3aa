package io.pagenow.presence.model.url;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Converts host names to the ASCII form of DNS.
 *
 * @see <a href="https://www.unicode.org/reports/tr46/">UTS 46</a>
 */
final class HostName {

  /** The limits of DNS for a name without its last dot, RFC 1035, section 2.3.4. */
  static final int MAX_LENGTH = 253;

  private static final int MAX_LABEL = 63;

  private static final String PUNYCODE = "xn--";

  /** The characters other than control characters that no host name has in a url. */
  private static final String FORBIDDEN = " #%/:<>?@[\\]^|";

  /**
   * The characters that browsers keep and that {@link IDN}, which implements the rules of 2003,
   * replaces or removes.
   */
  private static final String KEPT = "\u00df\u03c2\u200c\u200d";

  private HostName() {}

  /**
   * Returns the name in lower case and ASCII without its trailing dot, or null if it is not valid
   * or longer than DNS permits.
   */
  static @Nullable String ascii(String host) {
    if (host.length() > MAX_LENGTH + 1) {
      return null;
    }
    String name = host;
    if (!isAscii(host)) {
      // NFKC can turn one character into eighteen, and the IDN conversion takes quadratic time in
      // the length of a label. So the labels are checked in between.
      name = withAsciiDots(Normalizer.normalize(host, Normalizer.Form.NFKC));
    }
    name = withoutTrailingDot(name.toLowerCase(Locale.ROOT));
    if (!hasValidLabels(name)) {
      return null;
    }
    String[] labels = name.split("\\.", -1);
    for (int i = 0; i < labels.length; i++) {
      String label = asciiLabel(labels[i]);
      if (label == null) {
        return null;
      }
      labels[i] = label;
    }
    String ascii = String.join(".", labels);
    return hasValidLabels(ascii) && ascii.chars().noneMatch(HostName::isForbidden) ? ascii : null;
  }

  private static @Nullable String asciiLabel(String label) {
    if (isAscii(label)) {
      return label.startsWith(PUNYCODE) && !isPunycode(label) ? null : label;
    }
    try {
      if (label.chars().anyMatch(c -> KEPT.indexOf(c) >= 0)) {
        // The other characters must be valid on their own.
        IDN.toASCII(label, IDN.ALLOW_UNASSIGNED);
        return PUNYCODE + Punycode.encode(label);
      }
      return IDN.toASCII(label, IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException notAHostName) {
      return null;
    }
  }

  /** Returns whether a label is the ASCII form of a valid international one. */
  private static boolean isPunycode(String label) {
    String decoded = Punycode.decode(label.substring(PUNYCODE.length()));
    return decoded != null && !isAscii(decoded) && label.equals(asciiLabel(decoded));
  }

  private static String withAsciiDots(String host) {
    return host.replace('\u3002', '.').replace('\uff0e', '.').replace('\uff61', '.');
  }

  private static String withoutTrailingDot(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  private static boolean hasValidLabels(String host) {
    return host.length() <= MAX_LENGTH
        && Arrays.stream(host.split("\\.", -1))
            .allMatch(label -> !label.isEmpty() && label.length() <= MAX_LABEL);
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  private static boolean isForbidden(int c) {
    return c < ' ' || c == 0x7f || FORBIDDEN.indexOf(c) >= 0;
  }
}
