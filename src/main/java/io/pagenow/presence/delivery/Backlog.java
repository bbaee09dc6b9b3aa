package io.pagenow.presence.delivery;

import io.pagenow.presence.model.ProtocolVersion;
import io.pagenow.presence.model.UserId;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent on one connection: the first messages, a bounded number of replies, at most
 * one event of each user, and at most one message about each friendship. Not thread-safe.
 */
final class Backlog {

  /**
   * The maximum number of waiting replies. A client that does not read its replies gets no more of
   * them. Version 1 replies only to errors, version 2 to every message of a burst.
   */
  private static final int MAX_ERRORS = 16;

  private static final int MAX_REPLIES = 256;

  private final ProtocolVersion protocol;
  private final Map<UserId, Message> events = new LinkedHashMap<>();
  private final Map<UserId, Message> friendships = new LinkedHashMap<>(2);
  private final Queue<String> replies = new ArrayDeque<>(1);
  private @Nullable Opening opening;

  Backlog(ProtocolVersion protocol) {
    this.protocol = protocol;
  }

  /** Adds the first messages. */
  void open(Opening first) {
    opening = first;
  }

  /** Releases the memory of the first messages. */
  void discard() {
    if (opening != null) {
      opening.close();
      opening = null;
    }
  }

  /**
   * Adds a message, which replaces others about the same user as its {@linkplain Message.Kind kind}
   * says.
   */
  void offer(Message message) {
    UserId about = message.about();
    switch (message.kind()) {
      case EVENT ->
          events.merge(
              about,
              message,
              (waiting, next) -> next.version() < waiting.version() ? waiting : next);
      case FRIENDSHIP_BEGAN -> {
        events.computeIfPresent(
            about, (user, waiting) -> waiting.version() > message.version() ? waiting : null);
        friendships.put(about, message);
      }
      case FRIENDSHIP_ENDED -> {
        events.remove(about);
        friendships.put(about, message);
      }
    }
  }

  void reply(String text) {
    if (replies.size() < (protocol == ProtocolVersion.V1 ? MAX_ERRORS : MAX_REPLIES)) {
      replies.add(text);
    }
  }

  /** Returns whether any message waits that is no reply. */
  boolean isBehind() {
    return opening != null || !friendships.isEmpty() || !events.isEmpty();
  }

  /** Removes and returns the next text; null if nothing waits. */
  @Nullable String next() {
    if (opening != null) {
      if (opening.hasNext()) {
        return opening.next();
      }
      discard();
    }
    if (!replies.isEmpty()) {
      return replies.remove();
    }
    Message oldest = oldest(friendships);
    if (oldest == null) {
      oldest = oldest(events);
    }
    return oldest == null ? null : oldest.text(protocol);
  }

  private static @Nullable Message oldest(Map<UserId, Message> waiting) {
    var all = waiting.values().iterator();
    if (!all.hasNext()) {
      return null;
    }
    Message oldest = all.next();
    all.remove();
    return oldest;
  }
}
