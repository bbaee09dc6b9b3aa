package io.pagenow.presence.testing;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a version 2 client holds: it applies messages as {@code docs/asyncapi.yaml} says. Not
 * thread-safe.
 */
public final class Mirror {

  private final Map<String, JsonObject> friends = new TreeMap<>();
  private @Nullable JsonObject self;
  private @Nullable String since;
  private boolean complete;
  private boolean begun;

  /** Applies the messages of a new connection from the first one on. */
  public void reconnect() {
    complete = false;
    begun = false;
  }

  /** Applies the next message of the connection. */
  public void apply(String text) {
    JsonObject message = parse(text);
    switch (message.getString("type")) {
      case "state" -> state(message);
      case "presence" -> presence(message);
      case "friend-added" -> {
        JsonObject friend = message.getJsonObject("friend");
        friends.put(friend.getString("userId"), friend);
        since = null;
      }
      case "friend-removed" -> {
        friends.remove(message.getString("userId"));
        since = null;
      }
      default -> {}
    }
    if (message.containsKey("since")) {
      since = message.getString("since");
    }
  }

  private void state(JsonObject message) {
    if (!begun && message.getBoolean("full")) {
      friends.clear();
    }
    begun = true;
    if (message.containsKey("self")) {
      self = message.getJsonObject("self");
    }
    for (JsonObject friend : message.getJsonArray("friends").getValuesAs(JsonObject.class)) {
      friends.put(friend.getString("userId"), friend);
    }
    if (message.containsKey("removed")) {
      message.getJsonArray("removed").getValuesAs(JsonString.class).stream()
          .map(JsonString::getString)
          .forEach(friends::remove);
    }
    complete = !message.getBoolean("more");
  }

  private void presence(JsonObject event) {
    String user = event.getString("userId");
    if (self != null && user.equals(self.getString("userId"))) {
      self = newer(self, event);
    } else {
      friends.computeIfPresent(user, (id, held) -> newer(held, event));
    }
  }

  /** Returns the entry with the presence of the event, unless the event is older. */
  private static JsonObject newer(JsonObject held, JsonObject event) {
    if (version(event) <= version(held)) {
      return held;
    }
    var entry = Json.createObjectBuilder(held).remove("latestPage").remove("visibility");
    event.forEach(
        (name, value) -> {
          if (!name.equals("type")) {
            entry.add(name, value);
          }
        });
    return entry.build();
  }

  private static long version(JsonObject entry) {
    return entry.getJsonNumber("version").longValueExact();
  }

  /** Returns whether the last part of the state has arrived. */
  public boolean isComplete() {
    return complete;
  }

  /** Returns the value with which the client can resume. */
  public Optional<String> since() {
    return Optional.ofNullable(since);
  }

  /** Returns the friends by user id, with the time of the last activity only if offline. */
  public Map<String, JsonObject> friends() {
    Map<String, JsonObject> all = new TreeMap<>();
    friends.forEach((user, entry) -> all.put(user, comparable(entry)));
    return all;
  }

  /** Returns the client's own entry, as {@link #friends} does. */
  public @Nullable JsonObject self() {
    return self == null ? null : comparable(self);
  }

  /** A heartbeat causes no event, so the last activity of a user who is online is not mirrored. */
  private static JsonObject comparable(JsonObject entry) {
    return entry.getBoolean("online")
        ? Json.createObjectBuilder(entry).remove("lastActiveAt").build()
        : entry;
  }

  /** Parses one JSON object. */
  public static JsonObject parse(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
