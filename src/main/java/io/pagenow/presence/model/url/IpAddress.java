package io.pagenow.presence.model.url;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Parses the addresses in urls, which have more spellings than those of other protocols.
 *
 * @see <a href="https://url.spec.whatwg.org/#concept-ipv4-parser">IPv4 and IPv6 parsers</a>
 */
final class IpAddress {

  private static final int V6_PIECES = 8;

  private IpAddress() {}

  /**
   * Returns whether browsers parse the host as an IPv4 address, as they do {@code 127.1} and {@code
   * 0x7f.1}.
   *
   * @param host a host in lower case without a trailing dot
   */
  static boolean endsInNumber(String host) {
    String last = host.substring(host.lastIndexOf('.') + 1);
    boolean hex = last.startsWith("0x");
    String digits = hex ? "0123456789abcdef" : "0123456789";
    return last.substring(hex ? 2 : 0).chars().allMatch(c -> digits.indexOf(c) >= 0);
  }

  /** Returns an IPv4 address in its form with four decimal numbers, or null if it is not valid. */
  static @Nullable String v4(String host) {
    String[] parts = host.split("\\.", -1);
    if (parts.length > 4) {
      return null;
    }
    long address = 0;
    for (int i = 0; i < parts.length; i++) {
      int bits = i == parts.length - 1 ? 8 * (5 - parts.length) : 8;
      long number = number(parts[i]);
      if (number < 0 || number >= 1L << bits) {
        return null;
      }
      address = (address << bits) | number;
    }
    return "%d.%d.%d.%d"
        .formatted(address >> 24 & 0xff, address >> 16 & 0xff, address >> 8 & 0xff, address & 0xff);
  }

  /** Parses a number in base 8, 10 or 16. Returns -1 if it is not one, or too large. */
  private static long number(String text) {
    boolean hex = text.startsWith("0x");
    int radix = hex ? 16 : text.length() > 1 && text.startsWith("0") ? 8 : 10;
    String digits = text.substring(hex ? 2 : 0);
    if (digits.isEmpty()) {
      return hex ? 0 : -1;
    }
    long number = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = Character.digit(digits.charAt(i), radix);
      if (digit < 0 || digits.charAt(i) >= 0x80) {
        return -1;
      }
      number = Math.min(number * radix + digit, 1L << 32);
    }
    return number;
  }

  /**
   * Returns an IPv6 address in brackets and in its shortest form, or null if it is not valid.
   *
   * @param text the address without brackets
   */
  static @Nullable String v6(String text) {
    if (text.isEmpty() || !text.chars().allMatch(c -> "0123456789abcdefABCDEF:.".indexOf(c) >= 0)) {
      return null;
    }
    try {
      // In brackets, text is never looked up as a name.
      return shortest(pieces(InetAddress.getByName("[" + text + "]").getAddress()));
    } catch (UnknownHostException notAnAddress) {
      return null;
    }
  }

  private static int[] pieces(byte[] address) {
    int[] pieces = new int[V6_PIECES];
    int first = V6_PIECES - address.length / 2;
    if (first > 0) { // Java returns an IPv4 address for ::ffff:a.b.c.d.
      pieces[first - 1] = 0xffff;
    }
    for (int i = first; i < V6_PIECES; i++) {
      int at = 2 * (i - first);
      pieces[i] = (address[at] & 0xff) << 8 | (address[at + 1] & 0xff);
    }
    return pieces;
  }

  /** Writes the address with the first longest run of zeros as {@code ::}. */
  private static String shortest(int[] pieces) {
    int start = 0;
    int length = 1; // A single zero is not shortened.
    for (int i = 0; i < V6_PIECES; i++) {
      int zeros = 0;
      while (i + zeros < V6_PIECES && pieces[i + zeros] == 0) {
        zeros++;
      }
      if (zeros > length) {
        start = i;
        length = zeros;
      }
      i += zeros;
    }
    if (length == 1) {
      return "[" + hex(pieces, 0, V6_PIECES) + "]";
    }
    return "[" + hex(pieces, 0, start) + "::" + hex(pieces, start + length, V6_PIECES) + "]";
  }

  private static String hex(int[] pieces, int from, int to) {
    StringJoiner text = new StringJoiner(":");
    for (int i = from; i < to; i++) {
      text.add(Integer.toHexString(pieces[i]));
    }
    return text.toString();
  }
}
