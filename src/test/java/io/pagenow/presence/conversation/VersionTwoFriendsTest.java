package io.pagenow.presence.conversation;

import static io.pagenow.presence.conversation.Received.last;
import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.testing.Mirror;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TwoNodes;
import jakarta.json.JsonObject;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What version 2 clients on two nodes learn about their friends. */
@ExtendWith(Stores.class)
class VersionTwoFriendsTest extends TwoNodes {

  @Test
  void friendshipsThatBeginAndEndAreDelivered() throws SQLException {
    RecordingConnection ann = here.connectV2(ANN);
    people.befriend(ANN, EVE);
    here.friendshipWatch().run();
    assertEquals("friend-added", last(ann).getString("type"));
    JsonObject friend = last(ann).getJsonObject("friend");
    assertEquals("eve", friend.getString("firstName"));
    assertEquals(false, friend.getBoolean("online"));

    RecordingConnection eve = there.connect(EVE);
    update(there, eve, PAGE);
    await().until(() -> last(ann).getString("type").equals("presence"));
    people.unfriend(ANN, EVE);
    here.friendshipWatch().run();
    assertEquals("{\"type\":\"friend-removed\",\"userId\":\"eve\"}", last(ann).toString());

    update(there, eve, Pages.of("https://example.org/", ""));
    people.befriend(ANN, EVE);
    here.friendshipWatch().run();
    assertEquals("friend-added", last(ann).getString("type"));
    assertEquals(
        "https://example.org/",
        last(ann).getJsonObject("friend").getJsonObject("page").getString("url"));
  }

  @Test
  void theLastActivityOfAFriendWhoGoesOfflineIsDelivered() {
    RecordingConnection ann = here.connectV2(ANN);
    RecordingConnection ben = there.connect(BEN);
    update(there, ben, PAGE);
    long active = redis.zscore("status", "ben").longValue();

    there.presence().close(ben, Departure.CLOSED);

    await().until(() -> !last(ann).getBoolean("online", true));
    assertEquals(active, last(ann).getJsonNumber("lastActiveAt").longValueExact());
    assertEquals(
        redis.zscore("presence:offline", "ben").longValue(),
        last(ann).getJsonNumber("version").longValueExact());
  }

  @Test
  void bothVersionsGetTheSameEvents() {
    RecordingConnection old = here.connect(ANN);
    RecordingConnection ann = here.connectV2(ANN);
    RecordingConnection ben = there.connect(BEN);
    Mirror mirror = new Mirror();

    update(there, ben, PAGE);
    update(there, ben, Page.NONE);

    await().until(() -> last(ann).containsKey("latestPage"));
    ann.sent().forEach(mirror::apply);
    assertEquals(
        PAGE.url(),
        requireNonNull(mirror.friends().get("ben")).getJsonObject("latestPage").getString("url"));
    await().until(() -> old.sent().size() == 2);
    assertTrue(old.sent().get(0).startsWith("{\"type\":\"update-presence\",\"userId\":\"ben\""));
  }
}
