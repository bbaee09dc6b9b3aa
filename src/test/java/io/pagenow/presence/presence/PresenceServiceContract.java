package io.pagenow.presence.presence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.cluster.Node;
import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.testing.TwoNodes;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two nodes: which events the users on both nodes receive. */
abstract class PresenceServiceContract extends TwoNodes {

  @Test
  void anUpdateIsDeliveredOnceToTheSenderAndToFriendsOnEveryNode() throws SQLException {
    UserId cat = new UserId("cat");
    people.add(cat);
    people.befriend(ANN, cat);
    RecordingConnection ann = here.connect(ANN);
    RecordingConnection annThere = there.connect(ANN);
    RecordingConnection ben = here.connect(BEN);
    RecordingConnection catThere = there.connect(cat);
    RecordingConnection eve = here.connect(EVE);
    RecordingConnection eveThere = there.connect(EVE);

    update(here, ann, PAGE);

    eventually(ann, ANN_ON_PAGE);
    eventually(annThere, ANN_ON_PAGE);
    eventually(ben, ANN_ON_PAGE);
    eventually(catThere, ANN_ON_PAGE);
    assertEquals(List.of(), eve.sent());
    assertEquals(List.of(), eveThere.sent());
  }

  @Test
  void friendsReceiveOfflineOnlyWhenTheLastConnectionCloses() {
    RecordingConnection one = here.connect(ANN);
    RecordingConnection two = there.connect(ANN);
    RecordingConnection ben = here.connect(BEN);
    RecordingConnection benThere = there.connect(BEN);
    update(here, one, PAGE);
    // Wait, because a node skips an event if a newer one of the same user has overtaken it.
    eventually(benThere, ANN_ON_PAGE);

    update(there, two, Page.NONE);
    here.presence().close(one, Departure.CLOSED);
    there.presence().close(two, Departure.CLOSED);

    await().until(() -> ben.sent().contains(ANN_OFFLINE));
    await().until(() -> benThere.sent().contains(ANN_OFFLINE));
    assertEquals(3, ben.sent().size());
    assertEquals(3, benThere.sent().size());
    assertEquals(ANN_OFFLINE, ben.sent().get(2));
  }

  @Test
  void aLateCloseOfABrokenConnectionDoesNotAffectTheNewOne() {
    RecordingConnection old = here.connect(ANN);
    RecordingConnection ben = there.connect(BEN);
    update(here, old, PAGE);
    eventually(ben, ANN_ON_PAGE);
    RecordingConnection fresh = there.connect(ANN);
    here.presence().close(old, Departure.BROKEN);
    update(there, fresh, PAGE);

    await().until(() -> ben.sent().size() == 2);
    assertEquals(List.of(ANN_ON_PAGE, ANN_ON_PAGE), ben.sent());
  }

  @Test
  void updatesInFlightAtTheCloseAreDeliveredBeforeIt() {
    RecordingConnection ann = here.connect(ANN);
    RecordingConnection ben = here.connect(BEN);
    for (int i = 0; i < 20; i++) {
      var unused = here.presence().update(ann, PAGE);
    }
    here.presence().close(ann, Departure.CLOSED);

    await().until(() -> ben.sent().contains(ANN_OFFLINE));
    assertEquals(21, ben.sent().size());
    assertEquals(ANN_OFFLINE, ben.sent().get(20));
    assertEquals(Set.of("ben"), stores.hash("presence_user_connection").keySet());
    assertEquals(Map.of(), stores.hash("page"));
  }

  @Test
  void aClosedConnectionRecordsNothing() {
    RecordingConnection ann = here.connect(ANN);
    here.presence().close(ann, Departure.CLOSED);

    update(here, ann, PAGE);
    here.presence().heartbeat(ann).toCompletableFuture().join();
    here.presence().open(ann);

    assertEquals(0, here.store().connectionsOf(ANN).toCompletableFuture().join());
    assertEquals(Map.of(), stores.hash("page"));
    assertEquals(Disconnect.TRY_AGAIN_LATER, ann.closed());
  }

  @Test
  void aConnectionReceivesEventsBeforeItIsOpen() {
    RecordingConnection ann = here.connect(ANN);
    there.node().prepare(BEN);
    RecordingConnection ben = RecordingConnection.fast(there.hub().nextId(), BEN);
    there.node().add(ben);

    update(here, ann, PAGE);

    eventually(ben, ANN_ON_PAGE);
    there.presence().abandon(ben);
    assertEquals(0, there.hub().size());
  }

  @Test
  void aDrainedNodeAcceptsNoConnection() {
    here.node().prepare(ANN);
    here.node().drain();
    RecordingConnection late = RecordingConnection.fast(here.hub().nextId(), ANN);

    assertThrows(UnavailableException.class, () -> here.node().add(late));
    assertEquals(0, here.hub().size());
  }

  @Test
  void aDrainingNodeTakesNoUserOffline() {
    RecordingConnection ann = here.connect(ANN);
    RecordingConnection ben = there.connect(BEN);
    update(here, ann, PAGE);

    here.node().drain();
    assertEquals(Node.State.STOPPED, here.node().state());
    assertThrows(UnavailableException.class, () -> here.node().prepare(ANN));
    RecordingConnection again = there.connect(ANN);
    update(there, again, PAGE);

    assertEquals(Disconnect.SERVICE_RESTART, ann.closed());
    assertTrue(
        ann.closedWith().matches("service restart; reconnect in [0-5] ms"), ann.closedWith());
    await().until(() -> ben.sent().size() == 2);
    assertEquals(List.of(ANN_ON_PAGE, ANN_ON_PAGE), ben.sent());
  }

  @Test
  void aConnectionOverTheLimitIsClosed() {
    for (int i = 0; i < 20; i++) {
      there.connect(ANN);
    }
    assertEquals(20, here.node().prepare(ANN));

    RecordingConnection tooMany = here.connect(ANN);

    await().until(() -> tooMany.closed() == Disconnect.TOO_MANY_CONNECTIONS);
  }
}
