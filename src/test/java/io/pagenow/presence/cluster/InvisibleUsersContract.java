package io.pagenow.presence.cluster;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.testing.Transitions;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Ann is invisible: Ben sees nothing of her, and she sees everything as before. */
abstract class InvisibleUsersContract extends InvisibleUsers {

  @Test
  void friendsSeeAnInvisibleUserOffline() {
    RecordingConnection ann = there.connectV2(ANN);
    RecordingConnection ben = here.connect(BEN);
    update(there, ann, PAGE);
    eventually(ben, ANN_ON_PAGE);

    hide(there, ann);
    update(there, ann, OTHER);

    eventually(ben, ANN_ON_PAGE, ANN_OFFLINE);
    assertTrue(isOfflineToBen());
    assertEquals(Optional.empty(), here.queries().pageOf(ANN, BEN));
    assertNull(stores.hash("page").get("ann"));
    assertNull(stores.hash("latest_page").get("ann"));
    assertFalse(stores.members("status").contains("ann"));
  }

  @Test
  void theUserSeesThePresenceAsBefore() {
    RecordingConnection ann = there.connectV2(ANN);
    RecordingConnection old = here.connect(ANN);
    RecordingConnection other = here.connectV2(ANN);
    update(there, ann, PAGE);
    await().until(() -> old.sent().size() == 1);

    hide(there, ann);

    for (RecordingConnection connection : List.of(ann, other)) {
      await().until(() -> last(connection).getString("visibility", "").equals("nobody"));
      assertTrue(last(connection).getBoolean("online"));
      assertEquals(PAGE.url(), last(connection).getJsonObject("page").getString("url"));
    }
    update(there, ann, OTHER);
    await().until(() -> old.sent().size() == 2);
    assertTrue(old.sent().get(1).contains(OTHER.url()), "version 1 notices nothing");
    await().until(() -> last(other).getJsonObject("page").getString("url").equals(OTHER.url()));
    assertEquals("nobody", last(other).getString("visibility"));
    assertEquals(Optional.of(OTHER), here.queries().pageOf(ANN, ANN));
    assertEquals(OTHER.url(), url(here.queries().snapshotFor(ANN).own()));
  }

  @Test
  void friendsSeeThePageOfAUserWhoIsVisibleAgain() {
    RecordingConnection ann = there.connectV2(ANN);
    RecordingConnection ben = here.connect(BEN);
    update(there, ann, OTHER);
    await().until(() -> ben.sent().size() == 1);
    hide(there, ann);
    update(there, ann, PAGE);

    show(there, ann);

    await().until(() -> ben.sent().size() == 3);
    assertEquals(ANN_OFFLINE, ben.sent().get(1));
    assertEquals(ANN_ON_PAGE, ben.sent().get(2));
    await().until(() -> last(ann).getJsonObject("page") != null);
    assertFalse(last(ann).containsKey("visibility"));
    assertEquals(
        PAGE.url(), url(requireNonNull(here.queries().snapshotFor(BEN).friends().get(ANN))));
    assertEquals(
        List.of("shown visibility", "hidden visibility", "opened handshake"),
        Transitions.texts(here.explanations().explain(ANN)));
  }

  @Test
  void aUserWithoutAPageChangesTheVisibility() {
    RecordingConnection ann = there.connectV2(ANN);
    RecordingConnection other = here.connectV2(ANN);
    RecordingConnection ben = here.connect(BEN);

    hide(there, ann);
    await().until(() -> last(other).getString("visibility", "").equals("nobody"));
    show(there, ann);
    await().until(() -> !last(other).containsKey("visibility"));

    assertEquals("ann", last(other).getString("userId"));
    assertFalse(last(other).getBoolean("online"));
    update(there, ann, PAGE);
    await().until(() -> ben.sent().contains(ANN_ON_PAGE));
  }

  @Test
  void theSameChoiceAgainChangesNothing() {
    RecordingConnection ann = there.connectV2(ANN);
    update(there, ann, PAGE);
    show(there, ann);
    assertEquals(List.of(), stores.hash("presence:visibility").keySet().stream().toList());
    hide(there, ann);
    String before = choice();

    hide(there, ann);

    assertEquals(before, choice());
  }

  @Test
  void aFriendWhoIsAddedSeesTheUserOffline() throws Exception {
    RecordingConnection ann = there.connectV2(ANN);
    update(there, ann, PAGE);
    hide(there, ann);
    RecordingConnection eve = there.connectV2(EVE);

    people.befriend(ANN, EVE);
    there.friendshipWatch().run();

    JsonObject added = last(eve).getJsonObject("friend");
    assertEquals("ann", added.getString("userId"));
    assertFalse(added.getBoolean("online"));
    assertFalse(added.containsKey("visibility"));
  }
}
