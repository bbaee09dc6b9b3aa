package io.pagenow.presence.protocol;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A message from a client: one JSON object. Its member {@code action} names the type. */
public sealed interface ClientMessage {

  /** Returns the result of the function for this type of message. */
  <R> R match(Function<Heartbeat, R> heartbeat, Function<Update, R> update);

  /** {@code {"action":"heartbeat"}}. */
  record Heartbeat() implements ClientMessage {

    @Override
    public <R> R match(Function<Heartbeat, R> heartbeat, Function<Update, R> update) {
      return heartbeat.apply(this);
    }
  }

  /**
   * {@code {"action":"update-presence","url":"…","title":"…"}}, with both values as the client sent
   * them.
   */
  record Update(String url, String title) implements ClientMessage {

    @Override
    public <R> R match(Function<Heartbeat, R> heartbeat, Function<Update, R> update) {
      return update.apply(this);
    }
  }

  /**
   * Decodes a message. Ignores unknown members. If a member occurs twice, the last one counts.
   *
   * @throws BadMessageException if the text is not one of the messages above
   */
  static ClientMessage decode(String text) {
    Map<String, @Nullable String> members;
    try {
      members = Json.members(text);
    } catch (IllegalArgumentException e) {
      throw new BadMessageException(ErrorCode.INVALID_JSON, "The message must be one JSON object");
    }
    String action = members.get("action");
    if (action == null) {
      throw new BadMessageException(
          ErrorCode.UNKNOWN_ACTION, "The member 'action' must be there and be a string");
    }
    return switch (action) {
      case "heartbeat" -> new Heartbeat();
      case "update-presence" -> new Update(string(members, "url"), string(members, "title"));
      default ->
          throw new BadMessageException(
              ErrorCode.UNKNOWN_ACTION, "'action' must be 'heartbeat' or 'update-presence'");
    };
  }

  private static String string(Map<String, @Nullable String> members, String name) {
    String value = members.get(name);
    if (value == null) {
      throw new BadMessageException(
          ErrorCode.INVALID_MEMBER, "The member '" + name + "' must be there and be a string");
    }
    return value;
  }
}
