package io.pagenow.presence.model;

/** Text as it is stored: JSON in UTF-8. */
final class StoredText {

  private static final char REPLACEMENT = '\ufffd';

  private StoredText() {}

  /** How many bytes the text takes inside a JSON string, without control characters. */
  static long bytes(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        bytes += 2;
      } else if (c < 0x80) {
        bytes += 1;
      } else if (c < 0x800 || Character.isSurrogate(c)) { // A pair takes four.
        bytes += 2;
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }

  static boolean hasControlCharacter(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  /** Puts a space in the place of each control character, of which JSON makes six bytes. */
  static String withoutControlCharacters(String text) {
    if (!hasControlCharacter(text)) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text);
    for (int i = 0; i < plain.length(); i++) {
      if (Character.isISOControl(plain.charAt(i))) {
        plain.setCharAt(i, ' ');
      }
    }
    return plain.toString();
  }

  /**
   * Puts U+FFFD in the place of each unpaired surrogate. UTF-8 has no form for those: encoders fail
   * on them or write something else.
   */
  static String wellFormed(String text) {
    int first = unpaired(text, 0);
    if (first < 0) {
      return text;
    }
    StringBuilder repaired = new StringBuilder(text);
    for (int i = first; i >= 0; i = unpaired(text, i + 1)) {
      repaired.setCharAt(i, REPLACEMENT);
    }
    return repaired.toString();
  }

  /** The index of the next unpaired surrogate; -1 if there is none. */
  private static int unpaired(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }
}
