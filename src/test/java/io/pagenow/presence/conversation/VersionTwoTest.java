package io.pagenow.presence.conversation;

import static io.pagenow.presence.conversation.Received.last;
import static io.pagenow.presence.conversation.Received.messages;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TwoNodes;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Version 2 clients on two nodes. */
@ExtendWith(Stores.class)
class VersionTwoTest extends TwoNodes {

  private static final String HEARTBEAT = "{\"action\":\"heartbeat\",\"id\":\"h\"}";

  @Test
  void theFirstMessagesAreWelcomeAndState() {
    RecordingConnection ben = there.connect(BEN);
    update(there, ben, PAGE);

    RecordingConnection ann = here.connectV2(ANN);

    List<JsonObject> messages = messages(ann);
    assertEquals(
        "{\"type\":\"welcome\",\"connectionId\":\"%s\",\"userId\":\"ann\",\"expiresAt\":1900000000000,"
                .formatted(ann.id())
            + "\"timeout\":180000,\"heartbeatInterval\":20000}",
        messages.get(0).toString());
    JsonObject state = messages.get(1);
    assertEquals("state", state.getString("type"));
    assertTrue(state.getBoolean("full"));
    assertEquals("ann", state.getJsonObject("self").getString("userId"));
    assertEquals(1, state.getJsonArray("friends").size());
    JsonObject friend = state.getJsonArray("friends").getJsonObject(0);
    assertEquals("ben", friend.getString("userId"));
    assertEquals("ben", friend.getString("firstName"));
    assertEquals(PAGE.url(), friend.getJsonObject("page").getString("url"));
    assertEquals(version("ben"), friend.getJsonNumber("version").toString());
    assertEquals(2, messages.size());
  }

  @Test
  void aChangeIsAnEventWithTheVersionThatRedisHolds() {
    RecordingConnection ann = here.connectV2(ANN);
    RecordingConnection ben = there.connectV2(BEN);

    there
        .conversation(ben)
        .receive(
            "{\"action\":\"update\",\"id\":\"u\",\"page\":{\"url\":\"https://example.com/\","
                + "\"title\":\"Example\"}}");

    await().until(() -> last(ann).getString("type").equals("presence"));
    String version = version("ben");
    assertEquals(
        "{\"type\":\"presence\",\"userId\":\"ben\",\"version\":"
            + version
            + ",\"online\":true,"
            + "\"page\":{\"url\":\"https://example.com/\",\"title\":\"Example\","
            + "\"domain\":\"example.com\"}}",
        last(ann).toString());
    await().until(() -> last(ben).getString("type").equals("ack"));
    assertEquals("u", last(ben).getString("id"));
    assertEquals(version, last(ben).getJsonNumber("version").toString());
  }

  @Test
  void aHeartbeatIsAcknowledgedWithTheVersionOfAnEventBetweenTwoConnections() {
    RecordingConnection first = here.connectV2(ANN);
    update(here, first, PAGE);
    RecordingConnection broken = here.connectV2(ANN);
    here.presence().close(broken, Departure.BROKEN);
    here.presence().close(first, Departure.CLOSED);
    await().until(() -> redis.hget("page", "ann").equals("{\"url\":\"\",\"title\":\"\"}"));

    RecordingConnection ann = here.connectV2(ANN);
    here.conversation(ann).receive(HEARTBEAT);

    await().until(() -> last(ann).getString("type").equals("ack"));
    assertEquals(version("ann"), last(ann).getJsonNumber("version").toString());
  }

  @Test
  void aHeartbeatIsAcknowledgedWithTheCurrentVersion() {
    RecordingConnection ann = here.connectV2(ANN);
    here.conversation(ann).receive(HEARTBEAT);
    await().until(() -> last(ann).getString("type").equals("ack"));
    assertEquals("{\"type\":\"ack\",\"id\":\"h\"}", last(ann).toString());

    update(here, ann, PAGE);
    here.conversation(ann).receive(HEARTBEAT);

    await().until(() -> last(ann).containsKey("version") && last(ann).containsKey("id"));
    assertEquals(version("ann"), last(ann).getJsonNumber("version").toString());
  }

  @Test
  void aHiddenPageAndAFlawHideTheActivity() {
    RecordingConnection ann = here.connectV2(ANN);
    Conversation conversation = here.conversation(ann);
    update(here, ann, PAGE);
    conversation.receive("{\"action\":\"update\",\"id\":\"1\",\"page\":null}");
    await().until(() -> last(ann).getString("type").equals("ack"));
    assertEquals("{\"url\":\"\",\"title\":\"\"}", redis.hget("page", "ann"));

    update(here, ann, PAGE);
    conversation.receive(
        "{\"action\":\"update\",\"id\":\"2\",\"page\":{\"url\":\"https://a.com/\\n\",\"title\":\"\"}}");
    await().until(() -> redis.hget("page", "ann").equals("{\"url\":\"\",\"title\":\"\"}"));
    assertEquals(
        List.of("2"),
        messages(ann).stream()
            .filter(message -> message.getString("code", "").equals("invalid-url"))
            .map(message -> message.getString("id"))
            .toList());
  }

  @Test
  void aBadMessageIsAnsweredWithItsId() {
    RecordingConnection ann = here.connectV2(ANN);

    here.conversation(ann).receive("{\"action\":\"update\",\"id\":\"7\"}");

    assertEquals("7", last(ann).getString("id"));
    assertEquals("invalid-member", last(ann).getString("code"));
    here.conversation(ann).receive("no");
    assertEquals(
        Set.of("type", "code", "message"), last(ann).keySet(), "an error without a readable id");
  }

  @Test
  void aFreshTokenRenewsTheConnection() {
    RecordingConnection ann = here.connectV2(ANN);
    Conversation conversation = here.conversation(ann);

    conversation.receive(
        "{\"action\":\"authenticate\",\"id\":\"a\",\"token\":\"ann 1950000000000\"}");

    assertEquals(
        "{\"type\":\"ack\",\"id\":\"a\",\"expiresAt\":1950000000000}", last(ann).toString());
    assertEquals(Instant.ofEpochMilli(1_950_000_060_000L), ann.endsAt());

    conversation.receive("{\"action\":\"authenticate\",\"id\":\"b\",\"token\":\"no\"}");
    assertEquals("invalid-token", last(ann).getString("code"));
    assertNull(ann.closed());
    assertEquals(Instant.ofEpochMilli(1_950_000_060_000L), ann.endsAt());

    conversation.receive(
        "{\"action\":\"authenticate\",\"id\":\"c\",\"token\":\"ben 1950000000000\"}");
    assertEquals("invalid-token", last(ann).getString("code"));
    assertEquals(Disconnect.OTHER_USER, ann.closed());
  }

  /** Returns the version of the last event about a user. */
  private String version(String user) {
    return redis.hget("presence:versions", user).split(" ", -1)[0];
  }
}
