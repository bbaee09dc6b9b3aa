package io.pagenow.presence.websocket;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Puts a message together from its parts, up to a limit. The server hands parts on as they arrive:
 * its own limit for whole messages counts some bytes twice on one server, and does not end a
 * message without end. For use by one thread at a time.
 */
final class MessageText {

  private final int maxBytes;
  private @Nullable StringBuilder parts;
  private int bytes;

  MessageText(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Takes the next part.
   *
   * @return whether the message is within the limit so far; where it is not, it is forgotten
   */
  boolean add(String part) {
    bytes += part.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > maxBytes) {
      take();
      return false;
    }
    if (parts == null) {
      parts = new StringBuilder(part);
    } else {
      parts.append(part);
    }
    return true;
  }

  /** The message, which is complete. The next part begins another one. */
  String take() {
    String whole = parts == null ? "" : parts.toString();
    parts = null;
    bytes = 0;
    return whole;
  }
}
