package io.pagenow.presence.conversation;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.model.Visibility;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.testing.Mirror;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TwoNodes;
import jakarta.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A version 2 client that reconnects gets only what changed, if the server knows all of it. */
@ExtendWith(Stores.class)
class ResumeTest extends TwoNodes {

  private static final String HEARTBEAT = "{\"action\":\"heartbeat\",\"id\":\"h\"}";

  @Test
  void onlyTheChangesAreSent() {
    RecordingConnection ben = there.connect(BEN);
    update(there, ben, PAGE);
    Mirror mirror = new Mirror();
    String since = sinceOf(connect(mirror));

    mirror.reconnect();
    JsonObject nothing = state(here.connectV2(ANN, Optional.of(since)));
    assertFalse(nothing.getBoolean("full"));
    assertEquals(List.of(), nothing.getJsonArray("friends"));
    assertFalse(nothing.containsKey("self"));

    there.presence().close(ben, Departure.CLOSED);
    await().until(() -> redis.hget("page", "ben") == null);
    RecordingConnection resumed = there.connectV2(ANN, Optional.of(since));
    resumed.sent().forEach(mirror::apply);
    JsonObject change = state(resumed);
    assertFalse(change.getBoolean("full"));
    assertEquals(
        redis.zscore("presence:offline", "ben").longValue(),
        change.getJsonArray("friends").getJsonObject(0).getJsonNumber("version").longValueExact());
    Mirror full = new Mirror();
    connect(full);
    assertEquals(full.friends(), mirror.friends());
  }

  @Test
  void aResumedClientHoldsWhatAFullStateHas() throws SQLException {
    Map<UserId, RecordingConnection> friends = new HashMap<>();
    friends.put(BEN, there.connect(BEN));
    for (String name : List.of("cat", "dan", "fay", "gus")) {
      UserId friend = new UserId(name);
      people.add(friend);
      people.befriend(ANN, friend);
      friends.put(friend, there.connect(friend));
    }
    friends.values().forEach(friend -> update(there, friend, PAGE));
    Mirror mirror = new Mirror();
    String since = sinceOf(connect(mirror));

    update(there, friend(friends, "ben"), Pages.of("https://example.org/", "Other"));
    update(there, friend(friends, "cat"), Page.NONE);
    there.presence().close(friend(friends, "dan"), Departure.CLOSED);
    there
        .presence()
        .changeVisibility(friend(friends, "fay"), Visibility.NOBODY)
        .toCompletableFuture()
        .join();
    RecordingConnection own = there.connect(ANN);
    update(there, own, PAGE);
    there.presence().changeVisibility(own, Visibility.NOBODY).toCompletableFuture().join();

    mirror.reconnect();
    RecordingConnection resumed = there.connectV2(ANN, Optional.of(since));
    resumed.sent().forEach(mirror::apply);
    assertFalse(state(resumed).getBoolean("full"));
    assertEquals(4, state(resumed).getJsonArray("friends").size(), "gus has not changed");
    Mirror full = new Mirror();
    there.connectV2(ANN).sent().forEach(full::apply);
    assertEquals(full.friends(), mirror.friends());
    assertEquals(full.self(), mirror.self());
    assertEquals("nobody", requireNonNull(mirror.self()).getString("visibility"));
  }

  private static RecordingConnection friend(Map<UserId, RecordingConnection> all, String name) {
    return requireNonNull(all.get(new UserId(name)));
  }

  @Test
  void aChangedFriendListOrNameLeadsToAFullState() throws SQLException {
    String since = sinceOf(connect(new Mirror()));
    people.befriend(ANN, EVE);
    here.friendshipWatch().run();
    there.friendshipWatch().run();

    assertTrue(state(there.connectV2(ANN, Optional.of(since))).getBoolean("full"));
  }

  @Test
  void aFriendshipThatChangesWhileTheClientIsConnectedEndsItsSince() throws SQLException {
    RecordingConnection ann = connect(new Mirror());
    assertTrue(ack(ann).containsKey("since"));
    people.befriend(ANN, EVE);
    here.friendshipWatch().run();

    assertFalse(ack(ann).containsKey("since"));
  }

  @Test
  void afterALossOfDataTheStateIsFull() {
    String since = sinceOf(connect(new Mirror()));

    stores.flush();
    here.renewLease();

    assertTrue(state(there.connectV2(ANN, Optional.of(since))).getBoolean("full"));
  }

  @Test
  void theSinceDoesNotRiseWhileEventsMayBeMissed() {
    steady(here);
    long before = here.delivered().version().orElseThrow();
    stores.flush();
    here.lease().renew();

    for (int i = 0; i < 10; i++) {
      here.recovery().run();
    }

    assertEquals(before, here.delivered().version().orElseThrow());
    here.advance(Duration.ofSeconds(6));
    here.lease().renew();
    steady(here);
    assertTrue(here.delivered().version().orElseThrow() > before);
  }

  @Test
  void anythingElseThanASinceLeadsToAFullState() {
    connect(new Mirror());
    for (String bad :
        List.of("", "1", "-", "1-0123456789abcdef", "9".repeat(18) + "-0123456789abcdef")) {
      assertTrue(state(here.connectV2(ANN, Optional.of(bad))).getBoolean("full"), bad);
    }
  }

  private RecordingConnection connect(Mirror mirror) {
    steady(here);
    RecordingConnection connection = here.connectV2(ANN);
    connection.sent().forEach(mirror::apply);
    return connection;
  }

  private String sinceOf(RecordingConnection connection) {
    // Ben's and Ann's events before are older than this.
    steady(here);
    return ack(connection).getString("since");
  }

  private JsonObject ack(RecordingConnection connection) {
    int before = connection.sent().size();
    here.conversation(connection).receive(HEARTBEAT);
    await().until(() -> connection.sent().size() > before);
    return Mirror.parse(connection.sent().get(connection.sent().size() - 1));
  }

  private static JsonObject state(RecordingConnection connection) {
    return connection.sent().stream()
        .map(Mirror::parse)
        .filter(message -> message.getString("type").equals("state"))
        .findFirst()
        .orElseThrow();
  }
}
