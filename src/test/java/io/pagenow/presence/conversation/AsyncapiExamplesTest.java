package io.pagenow.presence.conversation;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.Activity;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.Friend;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.Profile;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.ClientMessage;
import io.pagenow.presence.protocol.ErrorCode;
import io.pagenow.presence.protocol.ServerMessages;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.protocol.v2.Events;
import io.pagenow.presence.protocol.v2.Replies;
import io.pagenow.presence.protocol.v2.StateMessages;
import io.pagenow.presence.testing.Mirror;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TwoNodes;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sends or receives every example of {@code docs/asyncapi.yaml}. */
@ExtendWith(Stores.class)
class AsyncapiExamplesTest extends TwoNodes {

  private static final Pattern PAYLOAD = Pattern.compile("payload:\\s*(?=\\{\")");

  @Test
  void everyExampleOfAClientIsAccepted() throws IOException {
    RecordingConnection ann = here.connectV2(ANN);
    int sent = 0;
    for (JsonObject example : examples()) {
      if (!example.containsKey("action")) {
        continue;
      }
      sent++;
      if (!example.containsKey("id")) {
        ClientMessage.decode(example.toString());
        continue;
      }
      int before = ann.sent().size();
      String text = example.toString().replace("<token>", "ann 1950000000000");
      here.conversation(ann).receive(text);
      await()
          .untilAsserted(
              () ->
                  assertTrue(
                      ann.sent().subList(before, ann.sent().size()).stream()
                          .map(Mirror::parse)
                          .anyMatch(
                              answer ->
                                  answer.getString("type").equals("ack")
                                      && answer.getString("id").equals(example.getString("id"))),
                      text));
    }
    assertTrue(sent >= 7, sent + " examples");
  }

  @Test
  void everyExampleOfTheServerIsEncodedLikeThat() throws IOException {
    int encoded = 0;
    for (JsonObject example : examples()) {
      if (example.containsKey("type")) {
        assertEquals(example, Mirror.parse(encode(example)));
        encoded++;
      }
    }
    assertTrue(encoded >= 14, encoded + " examples");
  }

  private static String encode(JsonObject example) {
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
                  Optional.ofNullable(example.getJsonObject("self"))
                      .map(AsyncapiExamplesTest::friend),
                  example.getJsonArray("friends").getValuesAs(JsonObject.class).stream()
                      .map(AsyncapiExamplesTest::friend)
                      .toList(),
                  text(example, "since"))
              .get(0);
      case "presence" -> {
        UserId user = new UserId(example.getString("userId"));
        long version = number(example, "version");
        yield Events.presence(
            example.getBoolean("online")
                ? new Updated(user, version, activity(example))
                : new TimedOut(user, version, time(example)));
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

  /** Returns the payloads of the examples, which are written as JSON. */
  private static List<JsonObject> examples() throws IOException {
    String document = Files.readString(Path.of("docs/asyncapi.yaml"));
    List<JsonObject> examples = new ArrayList<>();
    Matcher payload = PAYLOAD.matcher(document);
    while (payload.find()) {
      int depth = 0;
      int end = payload.end();
      do {
        char next = document.charAt(end++);
        depth += next == '{' ? 1 : next == '}' ? -1 : 0;
      } while (depth > 0);
      examples.add(Mirror.parse(document.substring(payload.end(), end)));
    }
    return examples;
  }
}
