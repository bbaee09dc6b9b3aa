package io.pagenow.presence.delivery;

import io.pagenow.presence.metrics.DeliveryMeters;
import io.pagenow.presence.model.UserId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent on one connection: at most one message about each user, and at most 16
 * replies. Not thread-safe.
 */
final class Backlog {

  /**
   * The maximum number of waiting replies. A client that does not read its error replies gets no
   * more of them.
   */
  private static final int MAX_REPLIES = 16;

  private final Map<UserId, Message> messages = new LinkedHashMap<>();
  private @Nullable Queue<String> replies;
  private final DeliveryMeters meters;
  private List<Message> taken = new ArrayList<>(1);

  Backlog(DeliveryMeters meters) {
    this.meters = meters;
  }

  /** Adds a message, unless a newer one about the same user waits. Replaces an older one. */
  void offer(Message message) {
    messages.merge(
        message.about(),
        message,
        (waiting, next) -> {
          meters.conflated();
          return next.version() < waiting.version() ? waiting : next;
        });
  }

  /** Adds a message in place of any message about the same user. */
  void replace(Message message) {
    messages.put(message.about(), message);
  }

  void reply(String text) {
    if (replies == null) {
      replies = new ArrayDeque<>(1);
    }
    if (replies.size() < MAX_REPLIES) {
      replies.add(text);
    } else {
      meters.replyDropped();
    }
  }

  /** Returns the number of waiting messages, without replies. */
  int messages() {
    return messages.size();
  }

  boolean isEmpty() {
    return messages.isEmpty() && (replies == null || replies.isEmpty());
  }

  /** Removes and returns the messages whose texts {@link #next} returned, without replies. */
  List<Message> taken() {
    List<Message> all = taken;
    taken = new ArrayList<>(1);
    return all;
  }

  /** Removes and returns the next text: replies first, then the oldest message; null if empty. */
  @Nullable String next() {
    if (replies != null && !replies.isEmpty()) {
      return replies.remove();
    }
    var oldest = messages.values().iterator();
    if (!oldest.hasNext()) {
      return null;
    }
    Message message = oldest.next();
    oldest.remove();
    taken.add(message);
    return message.text();
  }
}
