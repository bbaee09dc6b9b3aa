package io.pagenow.presence.protocol.page;

/** Checks and cleans text for storage as JSON in UTF-8. */
final class StoredText {

  private static final char REPLACEMENT = '\ufffd';

  private StoredText() {}

  /**
   * Returns the size of the text inside a JSON string, in bytes. The text must have no control
   * characters.
   */
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

  /** Replaces each control character with a space. JSON would take six bytes for each. */
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
   * Replaces each unpaired surrogate with U+FFFD. UTF-8 cannot encode unpaired surrogates: encoders
   * throw or write other characters.
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

  /** Returns the index of the next unpaired surrogate, or -1 if there is none. */
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
