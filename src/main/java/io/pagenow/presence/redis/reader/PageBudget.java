package io.pagenow.presence.redis.reader;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of pages that one query may still return. Once they are used up, the pages of all
 * following users are hidden, but not whether they are online. Not thread-safe.
 */
final class PageBudget {

  private long left;
  private boolean exceeded;

  PageBudget(long bytes) {
    this.left = bytes;
  }

  /** Returns the entry, with hidden pages if they exceed the budget. */
  Found charge(Found found) {
    if (found.page() == null) {
      return found;
    }
    // The two pages are usually the same, but the answer contains both.
    left -= bytes(found.page()) + bytes(found.latest());
    exceeded |= left < 0;
    return exceeded ? found.hidden() : found;
  }

  /** Returns whether pages were hidden. */
  boolean isExceeded() {
    return exceeded;
  }

  /** Returns the length in UTF-8 bytes. */
  private static long bytes(@Nullable String text) {
    if (text == null) {
      return 0;
    }
    long bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
  }
}
