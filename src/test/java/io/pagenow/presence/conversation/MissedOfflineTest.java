package io.pagenow.presence.conversation;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.model.Visibility;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.testing.Mirror;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TwoNodes;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A user goes offline just after Redis lost its data, so nothing is published. Each message that
 * showed the user online is followed by one that shows the user offline.
 */
@ExtendWith(Stores.class)
class MissedOfflineTest extends TwoNodes {

  @Test
  void afterAState() {
    RecordingConnection ann = annOnPage();
    RecordingConnection ben = benWhoSeesAnn();

    loseDataAndClose(ann);

    await().until(() -> !isOnline(ANN, ben));
  }

  @Test
  void afterAStateOfAnotherNodeFromWhichTheClientResumes() {
    RecordingConnection ann = annOnPage();
    steady(there);
    RecordingConnection before = there.connectV2(BEN);
    Mirror mirror = new Mirror();
    before.sent().forEach(mirror::apply);
    RecordingConnection ben = here.connectV2(BEN, mirror.since());
    assertFalse(ben.sent().toString().contains(PAGE.url()), "Only changes are sent");

    loseDataAndClose(ann);

    await().until(() -> !isOnline(ANN, before, ben));
  }

  @Test
  void afterTheBeginOfAFriendship() throws SQLException {
    RecordingConnection ann = annOnPage();
    RecordingConnection eve = here.connectV2(EVE);
    RecordingConnection second = here.connect(EVE);
    people.befriend(EVE, ANN);
    here.friendshipWatch().run();
    await().until(() -> isOnline(ANN, eve));
    eventually(second, ANN_ON_PAGE);

    loseDataAndClose(ann);

    await().until(() -> !isOnline(ANN, eve));
    eventually(second, ANN_ON_PAGE, ANN_OFFLINE);
  }

  @Test
  void whenTheUserIsConnectedAndBecomesInvisible() {
    RecordingConnection ann = here.connectV2(ANN);
    update(here, ann, PAGE);
    RecordingConnection ben = benWhoSeesAnn();

    stores.flush();
    here.presence().changeVisibility(ann, Visibility.NOBODY).toCompletableFuture().join();
    catchUp();

    await().until(() -> !isOnline(ANN, ben));
    Mirror own = new Mirror();
    ann.sent().forEach(own::apply);
    assertEquals("nobody", requireNonNull(own.self()).getString("visibility"));
  }

  @Test
  void aStateThatShowsAUserOnlineDropsNoEvent() {
    RecordingConnection first = here.connect(BEN);
    RecordingConnection ann = annOnPage();
    RecordingConnection ben = here.connectV2(BEN);

    eventually(first, ANN_ON_PAGE);
    there.presence().close(ann, Departure.CLOSED);
    await().until(() -> !isOnline(ANN, ben));
    eventually(first, ANN_ON_PAGE, ANN_OFFLINE);
  }

  @Test
  void aStateThatWasReadBeforeTheDataWasRestoredIsFollowedByThePresence() {
    RecordingConnection before = here.connectV2(BEN);
    update(there, there.connect(ANN), PAGE);
    await().until(() -> isOnline(ANN, before));

    stores.flush();
    RecordingConnection ben = here.connectV2(BEN);
    assertFalse(isOnline(ANN, ben));
    catchUp();

    await().until(() -> isOnline(ANN, ben));
  }

  @Test
  void aNodeThatRestoresLateShowsItsUsersAgain() {
    update(there, there.connect(ANN), PAGE);
    RecordingConnection ben = benWhoSeesAnn();

    stores.flush();
    here.renewLease();
    here.advance(Duration.ofSeconds(6));
    here.renewLease();
    await().until(() -> !isOnline(ANN, ben));
    there.renewLease();

    await().until(() -> isOnline(ANN, ben));
  }

  /** Connects Ann to the other node, and shows a page. */
  private RecordingConnection annOnPage() {
    RecordingConnection ann = there.connect(ANN);
    update(there, ann, PAGE);
    return ann;
  }

  /** Connects Ben, whose state shows Ann online. */
  private RecordingConnection benWhoSeesAnn() {
    RecordingConnection ben = here.connectV2(BEN);
    assertTrue(isOnline(ANN, ben));
    return ben;
  }

  /** Ends the last connection of a user of which Redis knows nothing any more. */
  private void loseDataAndClose(RecordingConnection ann) {
    stores.flush();
    there.presence().close(ann, Departure.CLOSED);
    catchUp();
  }

  private void catchUp() {
    there.renewLease();
    here.renewLease();
    here.advance(Duration.ofSeconds(6));
    here.renewLease();
  }

  /** Returns whether a client shows a user online that has had some connections in turn. */
  private static boolean isOnline(UserId user, RecordingConnection... connections) {
    Mirror mirror = new Mirror();
    for (RecordingConnection connection : connections) {
      mirror.reconnect();
      connection.sent().forEach(mirror::apply);
    }
    return requireNonNull(mirror.friends().get(user.value())).getBoolean("online");
  }
}
