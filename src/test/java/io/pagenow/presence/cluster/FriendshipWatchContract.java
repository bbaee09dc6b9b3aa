package io.pagenow.presence.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.testing.TwoNodes;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Friendships that begin and end: which events the users on two nodes receive. */
abstract class FriendshipWatchContract extends TwoNodes {

  @Test
  void afterAFriendshipEndsBothUsersReceiveOfflineAndNoMoreEvents() throws SQLException {
    RecordingConnection ann = here.connect(ANN);
    RecordingConnection ben = there.connect(BEN);
    update(here, ann, PAGE);
    eventually(ben, ANN_ON_PAGE);
    people.unfriend(ANN, BEN);

    there.friendshipWatch().run();
    eventually(ben, ANN_ON_PAGE, ANN_OFFLINE);
    // Ann's node has not noticed yet and publishes her update. Ben must not receive it.
    update(here, ann, PAGE);
    here.friendshipWatch().run();
    eventually(ann, ANN_ON_PAGE, ANN_ON_PAGE, "{\"type\":\"presence-timeout\",\"userId\":\"ben\"}");
    people.befriend(ANN, BEN);
    there.friendshipWatch().run();
    here.friendshipWatch().run();
    eventually(ben, ANN_ON_PAGE, ANN_OFFLINE, ANN_ON_PAGE);
  }

  @Test
  void newFriendsReceiveTheCurrentAndAllLaterEvents() throws SQLException {
    RecordingConnection ann = here.connect(ANN);
    RecordingConnection eve = there.connect(EVE);
    update(here, ann, PAGE);
    people.befriend(EVE, ANN);

    here.friendshipWatch().run();
    there.friendshipWatch().run();
    eventually(eve, ANN_ON_PAGE);

    update(here, ann, PAGE);
    eventually(eve, ANN_ON_PAGE, ANN_ON_PAGE);
  }

  @Test
  void afterAShortFriendshipTheLastEventIsOffline() throws SQLException {
    RecordingConnection ann = here.connect(ANN);
    RecordingConnection eve = there.connect(EVE);
    update(here, ann, PAGE);
    for (int round = 0; round < 20; round++) {
      people.befriend(EVE, ANN);
      there.friendshipWatch().run();
      people.unfriend(EVE, ANN);
      there.friendshipWatch().run();
      // Redis replies in order: after this reply, the first event has been delivered.
      there.store().connectionsOf(ANN).toCompletableFuture().join();

      assertEquals(ANN_OFFLINE, eve.sent().get(eve.sent().size() - 1), "round " + round);
    }
  }

  @Test
  void aPublishedFriendshipChangeIsDeliveredAtOnce() throws SQLException {
    RecordingConnection ann = here.connect(ANN);
    RecordingConnection ben = there.connect(BEN);
    update(here, ann, PAGE);
    eventually(ben, ANN_ON_PAGE);
    people.unfriend(ANN, BEN);

    await()
        .until(
            () -> {
              redis.publish("presence:friendships", "ann  ben nobody \u0001");
              return ben.sent().size() == 2;
            });

    eventually(ben, ANN_ON_PAGE, ANN_OFFLINE);
    eventually(ann, ANN_ON_PAGE, "{\"type\":\"presence-timeout\",\"userId\":\"ben\"}");
  }

  @Test
  void aPendingFriendshipDeliversNoEvents() throws SQLException {
    people.sql("INSERT INTO friendship_table (user_id1, user_id2) VALUES ('eve', 'ann')");
    RecordingConnection ann = here.connect(ANN);
    RecordingConnection eve = here.connect(EVE);

    update(here, ann, PAGE);

    eventually(ann, ANN_ON_PAGE);
    assertEquals(List.of(), eve.sent());
  }
}
