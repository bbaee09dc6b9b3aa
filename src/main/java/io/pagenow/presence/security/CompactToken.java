package io.pagenow.presence.security;

/**
 * Checks that a signed token has the one accepted spelling: three parts of base64url without
 * padding, separated by dots (RFC 7515, sections 2 and 3.1; RFC 4648, section 5).
 *
 * <p>The decoder of the JOSE library ignores padding, line breaks and any other character that is
 * not in the alphabet, and it ignores the bits after the last byte. So one token would have any
 * number of accepted spellings. RFC 4648, sections 3.3 and 3.5, permits a decoder to reject both.
 */
final class CompactToken {

  private static final int PARTS = 3;

  /** Four characters of base64 stand for three bytes. */
  private static final int GROUP = 4;

  private static final int BITS_OF_TWO_CHARACTERS = 0b1111;
  private static final int BITS_OF_THREE_CHARACTERS = 0b11;

  private CompactToken() {}

  /** Returns whether the text has that spelling. Takes one pass over the text. */
  static boolean isCanonical(String token) {
    int parts = 1;
    int start = 0;
    for (int i = 0; i < token.length(); i++) {
      char character = token.charAt(i);
      if (character == '.') {
        if (!endsCanonically(token, start, i)) {
          return false;
        }
        parts++;
        start = i + 1;
      } else if (value(character) < 0) {
        return false;
      }
    }
    return parts == PARTS && endsCanonically(token, start, token.length());
  }

  /** Returns whether a part has a valid length and no bits after its last byte. */
  private static boolean endsCanonically(String token, int start, int end) {
    if (start == end) {
      return false;
    }
    return switch ((end - start) % GROUP) {
      case 0 -> true;
      case 2 -> (value(token.charAt(end - 1)) & BITS_OF_TWO_CHARACTERS) == 0;
      case 3 -> (value(token.charAt(end - 1)) & BITS_OF_THREE_CHARACTERS) == 0;
      default -> false; // One character has not enough bits for a byte.
    };
  }

  /** Returns the six bits of a character, or -1 if it is not in the alphabet. */
  private static int value(char character) {
    if (character >= 'A' && character <= 'Z') {
      return character - 'A';
    }
    if (character >= 'a' && character <= 'z') {
      return character - 'a' + 26;
    }
    if (character >= '0' && character <= '9') {
      return character - '0' + 52;
    }
    return switch (character) {
      case '-' -> 62;
      case '_' -> 63;
      default -> -1;
    };
  }
}
