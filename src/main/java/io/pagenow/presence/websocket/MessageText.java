package io.pagenow.presence.websocket;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Puts a message together from its parts, up to a limit. The server hands parts on as they arrive:
 * its own limit for whole messages counts some bytes twice on one server, and does not end a
 * message without end. For use by one thread at a time.
 */
final class MessageText {

  /** So many parts are enough for whoever means well. Empty ones would have no end otherwise. */
  static final int MAX_PARTS = 1_024;

  private final int maxBytes;
  private @Nullable StringBuilder text;
  private int bytes;
  private int parts;

  MessageText(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Takes the next part.
   *
   * @return whether the message is within the limits so far; where it is not, it is forgotten
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

  /** As {@link #add}, for a part of a message that is of no use. */
  boolean skip(int length) {
    bytes += length;
    parts++;
    if (bytes > maxBytes || parts > MAX_PARTS) {
      take();
      return false;
    }
    return true;
  }

  /** The message, which is complete. The next part begins another one. */
  String take() {
    String whole = text == null ? "" : text.toString();
    text = null;
    bytes = 0;
    parts = 0;
    return whole;
  }
}
