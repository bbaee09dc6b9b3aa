package io.pagenow.presence.delivery;

import io.pagenow.presence.metrics.DeliveryMeters;
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
  private final DeliveryMeters meters;
  private @Nullable Opening opening;
  private @Nullable Message taken;
  private boolean discarded;

  Backlog(ProtocolVersion protocol, DeliveryMeters meters) {
    this.protocol = protocol;
    this.meters = meters;
  }

  /** Adds the first messages, unless this is {@linkplain #discard discarded}. */
  void open(Opening first) {
    opening = first;
    if (discarded) {
      endOpening();
    }
  }

  /** Releases the memory of the first messages, because the connection was removed. */
  void discard() {
    discarded = true;
    endOpening();
  }

  private void endOpening() {
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
              (waiting, next) -> {
                meters.conflated();
                return next.version() < waiting.version() ? waiting : next;
              });
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
    meters.waiting(events.size());
  }

  void reply(String text) {
    if (replies.size() < (protocol == ProtocolVersion.V1 ? MAX_ERRORS : MAX_REPLIES)) {
      replies.add(text);
    } else {
      meters.replyDropped();
    }
  }

  /** Returns whether any message waits that is no reply. */
  boolean isBehind() {
    return opening != null || !friendships.isEmpty() || !events.isEmpty();
  }

  /** Returns the message whose text {@link #next} returned last; null if it was another text. */
  @Nullable Message taken() {
    return taken;
  }

  /** Removes and returns the next text; null if nothing waits. */
  @Nullable String next() {
    taken = null;
    if (opening != null) {
      if (opening.hasNext()) {
        return opening.next();
      }
      endOpening();
    }
    if (!replies.isEmpty()) {
      return replies.remove();
    }
    Message oldest = oldest(friendships);
    if (oldest == null) {
      oldest = oldest(events);
    }
    taken = oldest;
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
