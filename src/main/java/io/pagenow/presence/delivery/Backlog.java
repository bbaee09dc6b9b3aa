package io.pagenow.presence.delivery;

import io.pagenow.presence.metrics.DeliveryMeters;
import io.pagenow.presence.model.ProtocolVersion;
import io.pagenow.presence.model.UserId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
  private List<@Nullable Message> taken = new ArrayList<>(1);
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
  }

  void reply(String text) {
    if (replies.size() < (protocol == ProtocolVersion.V1 ? MAX_ERRORS : MAX_REPLIES)) {
      replies.add(text);
    } else {
      meters.replyDropped();
    }
  }

  /** Returns the number of users with a waiting event. */
  int events() {
    return events.size();
  }

  /** Returns whether any message waits that is no reply. */
  boolean isBehind() {
    return opening != null || !friendships.isEmpty() || !events.isEmpty();
  }

  /** Returns whether {@link #next} has no text. */
  boolean isEmpty() {
    if (opening != null && !opening.hasNext()) {
      endOpening();
    }
    return replies.isEmpty() && !isBehind();
  }

  /**
   * Removes and returns the messages whose texts {@link #next} returned, with null for each text of
   * another kind.
   */
  List<@Nullable Message> taken() {
    List<@Nullable Message> all = taken;
    taken = new ArrayList<>(1);
    return all;
  }

  /** Removes and returns the next text; null if nothing waits. */
  @Nullable String next() {
    if (isEmpty()) {
      return null;
    }
    Message message = null;
    String text;
    if (opening != null) {
      text = opening.next();
    } else if (!replies.isEmpty()) {
      text = replies.remove();
    } else {
      message = removeOldest(friendships.isEmpty() ? events : friendships);
      text = message.text(protocol);
    }
    taken.add(message);
    return text;
  }

  private static Message removeOldest(Map<UserId, Message> waiting) {
    var all = waiting.values().iterator();
    Message oldest = all.next();
    all.remove();
    return oldest;
  }
}
