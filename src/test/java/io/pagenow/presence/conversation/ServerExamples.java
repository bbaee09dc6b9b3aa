package io.pagenow.presence.conversation;

import io.pagenow.presence.model.Activity;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.Friend;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.PresenceEvent.VisibilityChanged;
import io.pagenow.presence.model.Profile;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.model.Visibility;
import io.pagenow.presence.protocol.ErrorCode;
import io.pagenow.presence.protocol.ServerMessages;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.protocol.v2.Events;
import io.pagenow.presence.protocol.v2.Replies;
import io.pagenow.presence.protocol.v2.StateMessages;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Encodes the examples of server messages in {@code docs/asyncapi.yaml} as a node does. */
final class ServerExamples {

  private ServerExamples() {}

  /** Returns the message that a node sends for the values of an example. */
  static String encode(JsonObject example) {
    return switch (example.getString("type")) {
      case "welcome" ->
          Replies.welcome(
              ConnectionId.parse(example.getString("connectionId")).orElseThrow(),
              new UserId(example.getString("userId")),
              Instant.ofEpochMilli(number(example, "expiresAt")),
              Duration.ofMillis(number(example, "timeout")),
              Duration.ofMillis(number(example, "heartbeatInterval")));
      case "state" ->
          StateMessages.encode(
                  example.getBoolean("full"),
                  Optional.ofNullable(example.getJsonObject("self")).map(ServerExamples::friend),
                  example.containsKey("self")
                      ? visibility(example.getJsonObject("self"))
                      : Visibility.FRIENDS,
                  example.getJsonArray("friends").getValuesAs(JsonObject.class).stream()
                      .map(ServerExamples::friend)
                      .toList(),
                  text(example, "since"))
              .get(0);
      case "presence" -> {
        UserId user = new UserId(example.getString("userId"));
        long version = number(example, "version");
        yield Events.presence(presence(user, version, example));
      }
      case "friend-added" -> Events.friendAdded(friend(example.getJsonObject("friend")));
      case "friend-removed" -> Events.friendRemoved(new UserId(example.getString("userId")));
      case "ack" ->
          example.containsKey("expiresAt")
              ? Replies.authenticated(
                  example.getString("id"), Instant.ofEpochMilli(number(example, "expiresAt")))
              : Replies.ack(
                  example.getString("id"),
                  example.containsKey("version")
                      ? OptionalLong.of(number(example, "version"))
                      : OptionalLong.empty(),
                  text(example, "since"));
      case "error" -> {
        ErrorCode code =
            ErrorCode.valueOf(example.getString("code").toUpperCase(Locale.ROOT).replace('-', '_'));
        yield Replies.error(text(example, "id"), code, example.getString("message"));
      }
      case "update-presence" ->
          ServerMessages.encode(
              new Updated(
                  new UserId(example.getString("userId")),
                  1,
                  new Activity(
                      Pages.of(example.getString("url"), example.getString("title")),
                      Pages.of(example.getString("latestUrl"), example.getString("latestTitle")))));
      case "presence-timeout" ->
          ServerMessages.encode(new TimedOut(new UserId(example.getString("userId")), 1));
      default -> throw new IllegalStateException("Unknown type: " + example);
    };
  }

  private static PresenceEvent presence(UserId user, long version, JsonObject example) {
    Visibility visibility = visibility(example);
    if (example.getBoolean("online")) {
      return new Updated(user, version, activity(example), visibility);
    }
    Instant active = time(example);
    return visibility == Visibility.FRIENDS
        ? new TimedOut(user, version, active)
        : new VisibilityChanged(user, version, new Presence.Offline(active, version), visibility);
  }

  private static Visibility visibility(JsonObject example) {
    return Visibility.parse(example.getString("visibility", "friends")).orElseThrow();
  }

  private static Friend friend(JsonObject entry) {
    Instant active = time(entry);
    long version = number(entry, "version");
    Presence presence =
        entry.getBoolean("online") && active != null
            ? new Presence.Online(activity(entry), active, version)
            : new Presence.Offline(active, version);
    return new Friend(
        new Profile(
            new UserId(entry.getString("userId")),
            entry.getString("firstName"),
            entry.getString("lastName"),
            text(entry, "profileImageExtension").orElse(null)),
        presence);
  }

  private static Activity activity(JsonObject entry) {
    Page page = entry.isNull("page") ? Page.NONE : page(entry.getJsonObject("page"));
    return new Activity(
        page, entry.containsKey("latestPage") ? page(entry.getJsonObject("latestPage")) : page);
  }

  private static Page page(JsonObject page) {
    return Pages.of(page.getString("url"), page.getString("title"));
  }

  private static @Nullable Instant time(JsonObject entry) {
    return entry.get("lastActiveAt") instanceof JsonNumber millis
        ? Instant.ofEpochMilli(millis.longValueExact())
        : null;
  }

  private static Optional<String> text(JsonObject object, String name) {
    return object.get(name) instanceof JsonString text
        ? Optional.of(text.getString())
        : Optional.empty();
  }

  private static long number(JsonObject object, String name) {
    return object.getJsonNumber(name).longValueExact();
  }
}
