package io.pagenow.presence.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.conversation.Resumption;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.testing.Mirror;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import io.pagenow.presence.testing.TwoNodes;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client that reads snapshots gets only what changed, and then holds the same as a new one. */
@ExtendWith(Stores.class)
class ChangesTest extends TwoNodes {

  private final Map<String, JsonObject> held = new TreeMap<>();

  @Test
  void onlyChangedUsersAreSent() throws SQLException {
    people.befriend(ANN, EVE);
    RecordingConnection eve = there.connect(EVE);
    RecordingConnection ben = there.connect(BEN);
    update(there, ben, PAGE);
    String since = apply(changes(""));

    JsonObject nothing = changes(since);
    assertFalse(nothing.getBoolean("full"));
    assertEquals(
        "{\"full\":false,\"userPresence\":null,\"presenceArr\":[],\"userInfoMap\":{},\"since\":\"",
        nothing.toString().split("(?<=since\":\")", -1)[0]);

    update(there, eve, PAGE);
    JsonObject one = changes(apply(nothing));
    assertEquals(List.of("eve"), users(one));
    assertTrue(one.getJsonObject("userInfoMap").isEmpty());
    apply(one);

    there.presence().close(ben, Departure.CLOSED);
    await().until(() -> redis.hget("page", "ben") == null);
    JsonObject away = changes(since);
    assertEquals(List.of("ben", "eve"), users(away));
    apply(away);
    assertHeldIsCurrent();
  }

  @Test
  void theOwnPresenceIsSentIfItChanged() {
    RecordingConnection ann = here.connect(ANN);
    update(here, ann, PAGE);
    String since = apply(changes(""));

    update(here, ann, Page.NONE);
    JsonObject changed = changes(since);

    assertFalse(changed.getBoolean("full"));
    assertEquals("", changed.getJsonObject("userPresence").getJsonObject("page").getString("url"));
  }

  @Test
  void anEndedFriendshipLeadsToAFullAnswer() throws SQLException {
    people.befriend(ANN, EVE);
    String since = apply(changes(""));
    people.sql("DELETE FROM friendship_table WHERE user_id2 = 'eve'");

    JsonObject changed = changes(since);

    assertTrue(changed.getBoolean("full"));
    apply(changed);
    assertFalse(held.containsKey("eve"));
    assertHeldIsCurrent();
  }

  @Test
  void aValueOfTheSocketIsUnderstoodAndTheOtherWayRound() {
    RecordingConnection ben = there.connect(BEN);
    update(there, ben, PAGE);
    steady(here);
    RecordingConnection ann = here.connectV2(ANN);
    JsonObject state = Mirror.parse(ann.sent().get(1));

    JsonObject changed = changes(state.getString("since"));
    assertFalse(changed.getBoolean("full"));
    RecordingConnection resumed = here.connectV2(ANN, Optional.of(changed.getString("since")));
    assertFalse(Mirror.parse(resumed.sent().get(1)).getBoolean("full"));
  }

  @Test
  void idleUsersAreOfflineAndOnlineAgainWithoutAnEvent() {
    RecordingConnection ben = there.connect(BEN);
    update(there, ben, PAGE);
    String since = apply(changes(""));
    stores.score("status", "ben", System.currentTimeMillis() - 181_000.0);

    since = apply(changes(since));
    assertFalse(isShown("ben"));

    there.presence().heartbeat(ben).toCompletableFuture().join();
    apply(changes(since));
    assertTrue(isShown("ben"));
    assertHeldIsCurrent();
  }

  @Test
  void unknownValuesLeadToAFullAnswer() {
    steady(here);
    String since = changes("").getString("since");
    for (String bad : List.of("", "x", "1-0123456789abcdef", since.split("-", 2)[0])) {
      assertTrue(changes(bad).getBoolean("full"), bad);
    }
    stores.flush();
    here.renewLease();
    assertTrue(read(here, since).getBoolean("full"), "after a loss of data");
  }

  @Test
  void aNodeThatDoesNotKnowWhatItDeliveredGivesNoValue() {
    try (TestNode fresh = new TestNode(stores)) {
      assertTrue(read(fresh, "").isNull("since"));
    }
  }

  /** Reads the changes after everything until now is confirmed. */
  private JsonObject changes(String since) {
    steady(here);
    return read(here, since);
  }

  private static JsonObject read(TestNode node, String since) {
    Resumption.Start start = node.resumption().start(Optional.of(since));
    return Mirror.parse(
        node.queries()
            .currentSnapshotFor(
                ANN, snapshot -> new String(Changes.encode(snapshot, start), UTF_8)));
  }

  /** Applies an answer as {@code docs/protocol.md} says, and returns its value. */
  private String apply(JsonObject answer) {
    if (answer.getBoolean("full")) {
      held.clear();
    }
    if (!answer.isNull("userPresence")) {
      hold(answer.getJsonObject("userPresence"));
    }
    answer.getJsonArray("presenceArr").getValuesAs(JsonObject.class).forEach(this::hold);
    return answer.getString("since");
  }

  private void hold(JsonObject entry) {
    held.put(entry.getString("userId"), entry);
  }

  private boolean isShown(String user) {
    JsonObject entry = held.get(user);
    return entry != null && !entry.isNull("page");
  }

  private void assertHeldIsCurrent() {
    Map<String, JsonObject> before = new TreeMap<>(held);
    apply(changes(""));
    held.replaceAll((user, entry) -> withoutActivity(entry));
    before.replaceAll((user, entry) -> withoutActivity(entry));
    assertEquals(held, before);
  }

  /** A heartbeat is no change, so the time of it is not compared. */
  private static JsonObject withoutActivity(JsonObject entry) {
    return entry.isNull("page")
        ? entry
        : Json.createObjectBuilder(entry).remove("lastActiveAt").build();
  }

  private static List<String> users(JsonObject answer) {
    return answer.getJsonArray("presenceArr").getValuesAs(JsonObject.class).stream()
        .map(entry -> entry.getString("userId"))
        .toList();
  }
}
