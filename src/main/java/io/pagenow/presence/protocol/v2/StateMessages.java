package io.pagenow.presence.protocol.v2;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pagenow.presence.model.Friend;
import io.pagenow.presence.model.Visibility;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Encodes a state as messages of bounded size. */
public final class StateMessages {

  /**
   * The size in bytes after which a message has no room for another user. A user with two long
   * pages takes at most 28 KB.
   */
  static final int FULL_BYTES = 32_768;

  private StateMessages() {}

  /**
   * Encodes a state: {@code {"type":"state","full","self":{…},"friends":[…],"more","since"}}. Only
   * the first message has {@code self}, and only the last one {@code since}.
   *
   * @param full whether the state has all friends
   * @param self the user; empty if the user has not changed
   * @param visibility which users see the user
   * @param since the value with which a client can resume; empty if it cannot
   */
  public static List<String> encode(
      boolean full,
      Optional<Friend> self,
      Visibility visibility,
      Collection<Friend> friends,
      Optional<String> since) {
    List<String> messages = new ArrayList<>();
    StringBuilder part = begin(full);
    self.ifPresent(user -> part.append(",\"self\":").append(Events.entry(user, visibility)));
    StringBuilder text = part.append(",\"friends\":[");
    int bytes = text.length();
    boolean first = true;
    for (Friend friend : friends) {
      String entry = Events.entry(friend);
      if (bytes > FULL_BYTES) {
        messages.add(text.append("],\"more\":true}").toString());
        text = begin(full).append(",\"friends\":[");
        bytes = 0;
        first = true;
      }
      text.append(first ? "" : ",").append(entry);
      bytes += entry.getBytes(UTF_8).length;
      first = false;
    }
    // The value has no characters that JSON escapes.
    text.append("],\"more\":false")
        .append(since.map(value -> ",\"since\":\"" + value + "\"").orElse(""))
        .append('}');
    messages.add(text.toString());
    return messages;
  }

  private static StringBuilder begin(boolean full) {
    return new StringBuilder(1_024).append("{\"type\":\"state\",\"full\":").append(full);
  }
}
