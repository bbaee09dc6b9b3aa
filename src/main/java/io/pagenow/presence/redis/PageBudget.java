package io.pagenow.presence.redis;

import io.pagenow.presence.redis.PresenceReads.Found;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes of pages one question may still get. When they are used up, the pages of all users
 * that follow are hidden; whether they are online is not. For use by one thread at a time.
 */
final class PageBudget {

  private long left;
  private boolean exceeded;

  PageBudget(long bytes) {
    this.left = bytes;
  }

  /** What was found, without its pages if they exceed the budget. */
  Found charge(Found found) {
    if (found.page() == null) {
      return found;
    }
    // Mostly the two are the same, but an answer has both.
    left -= bytes(found.page()) + bytes(found.latest());
    exceeded |= left < 0;
    return exceeded ? found.hidden() : found;
  }

  /** Whether pages were hidden. */
  boolean isExceeded() {
    return exceeded;
  }

  /** The length in UTF-8. */
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
