package io.pagenow.presence.websocket;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Assembles a message from its parts, up to a limit. The endpoint receives parts because the
 * servers' limits for whole messages are not reliable. One server counts some bytes twice, and an
 * endless message is not stopped. Not thread-safe.
 */
final class MessageText {

  /**
   * The maximum number of parts of a message. Without it a client could send empty parts forever.
   */
  static final int MAX_PARTS = 1_024;

  private final int maxBytes;
  private @Nullable StringBuilder text;
  private int bytes;
  private int parts;

  MessageText(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Adds the next part.
   *
   * @return whether the message is within the limits so far; if not, its parts are dropped
   */
  boolean add(String part) {
    if (!skip(part.getBytes(StandardCharsets.UTF_8).length)) {
      return false;
    }
    if (text == null) {
      text = new StringBuilder(part);
    } else {
      text.append(part);
    }
    return true;
  }

  /** Counts a part like {@link #add}, but drops its content. */
  boolean skip(int length) {
    bytes += length;
    parts++;
    if (bytes > maxBytes || parts > MAX_PARTS) {
      take();
      return false;
    }
    return true;
  }

  /** Returns the complete message. The next part starts another message. */
  String take() {
    String whole = text == null ? "" : text.toString();
    text = null;
    bytes = 0;
    parts = 0;
    return whole;
  }
}
