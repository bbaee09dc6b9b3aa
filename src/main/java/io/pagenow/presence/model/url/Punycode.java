package io.pagenow.presence.model.url;

import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes the labels of international host names, without the prefix {@code xn--}. The
 * JDK has this only together with the character rules of 2003, which browsers do not use any more.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3492">RFC 3492</a>
 */
final class Punycode {

  private static final int BASE = 36;
  private static final int T_MIN = 1;
  private static final int T_MAX = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int INITIAL_BIAS = 72;
  private static final int INITIAL_N = 0x80;

  private Punycode() {}

  /** Encodes a label of at most 63 characters. */
  static String encode(String label) {
    int[] points = label.codePoints().toArray();
    StringBuilder encoded = new StringBuilder();
    label.codePoints().filter(c -> c < INITIAL_N).forEach(encoded::appendCodePoint);
    int basic = encoded.length();
    if (basic > 0) {
      encoded.append('-');
    }
    int handled = basic;
    int n = INITIAL_N;
    int delta = 0;
    int bias = INITIAL_BIAS;
    while (handled < points.length) {
      int next = smallest(points, n);
      delta += (next - n) * (handled + 1);
      n = next;
      for (int c : points) {
        if (c < n) {
          delta++;
        } else if (c == n) {
          append(encoded, delta, bias);
          bias = adapt(delta, handled + 1, handled == basic);
          delta = 0;
          handled++;
        }
      }
      delta++;
      n++;
    }
    return encoded.toString();
  }

  /** Decodes a label. Returns null if it is not valid. */
  static @Nullable String decode(String encoded) {
    int hyphen = encoded.lastIndexOf('-');
    StringBuilder label = new StringBuilder(encoded.substring(0, Math.max(hyphen, 0)));
    int n = INITIAL_N;
    int bias = INITIAL_BIAS;
    long i = 0;
    int length = label.length();
    int at = hyphen + 1;
    while (at < encoded.length()) {
      long before = i;
      long weight = 1;
      for (int k = BASE; ; k += BASE) {
        int digit = at < encoded.length() ? Character.digit(encoded.charAt(at++), BASE) : -1;
        // Digits follow letters here: a is 0, and 0 is 26.
        int value = digit < 0 ? -1 : digit < 10 ? digit + 26 : digit - 10;
        i += value * weight;
        if (value < 0 || i > Integer.MAX_VALUE) {
          return null;
        }
        int threshold = threshold(k, bias);
        if (value < threshold) {
          break;
        }
        weight *= BASE - threshold;
      }
      length++;
      bias = adapt((int) (i - before), length, before == 0);
      n += (int) (i / length);
      i %= length;
      if (!Character.isValidCodePoint(n)) {
        return null;
      }
      label.insert(label.offsetByCodePoints(0, (int) i), Character.toString(n));
      i++;
    }
    return label.toString();
  }

  private static int smallest(int[] points, int least) {
    int smallest = Integer.MAX_VALUE;
    for (int c : points) {
      if (c >= least && c < smallest) {
        smallest = c;
      }
    }
    return smallest;
  }

  private static void append(StringBuilder encoded, int delta, int bias) {
    int rest = delta;
    for (int k = BASE; ; k += BASE) {
      int threshold = threshold(k, bias);
      if (rest < threshold) {
        encoded.append(digit(rest));
        return;
      }
      encoded.append(digit(threshold + (rest - threshold) % (BASE - threshold)));
      rest = (rest - threshold) / (BASE - threshold);
    }
  }

  private static char digit(int value) {
    return (char) (value < 26 ? 'a' + value : '0' + value - 26);
  }

  private static int threshold(int k, int bias) {
    return Math.max(T_MIN, Math.min(T_MAX, k - bias));
  }

  private static int adapt(int delta, int points, boolean first) {
    int rest = first ? delta / DAMP : delta / 2;
    rest += rest / points;
    int k = 0;
    while (rest > (BASE - T_MIN) * T_MAX / 2) {
      rest /= BASE - T_MIN;
      k += BASE;
    }
    return k + (BASE - T_MIN + 1) * rest / (rest + SKEW);
  }
}
