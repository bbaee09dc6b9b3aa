package io.pagenow.presence.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.NodeId;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.testing.Transitions;
import io.pagenow.presence.testing.TwoNodes;
import org.junit.jupiter.api.Test;

/** A user ends one of the own connections, on the same or on another node. */
abstract class DisconnectContract extends TwoNodes {

  @Test
  void aUserDisconnectsAConnectionOnAnotherNode() {
    RecordingConnection ann = there.connect(ANN);
    RecordingConnection other = there.connect(ANN);

    assertTrue(here.explanations().disconnect(ANN, ann.id()));
    await().until(() -> ann.closed() == Disconnect.DISCONNECTED);
    there.presence().close(ann, Departure.CLOSED, Disconnect.DISCONNECTED.code());
    there.store().connectionsOf(ANN).toCompletableFuture().join();

    assertNull(other.closed());
    assertEquals(
        "closed disconnected 4005", Transitions.texts(here.explanations().explain(ANN)).get(0));
    assertFalse(here.explanations().disconnect(ANN, ann.id()), "it is gone");
  }

  @Test
  void nobodyDisconnectsAConnectionOfAnotherUser() {
    RecordingConnection ann = here.connect(ANN);

    assertFalse(here.explanations().disconnect(BEN, ann.id()));
    assertFalse(here.explanations().disconnect(ANN, new ConnectionId(new NodeId("x"), 1)));
    assertNull(ann.closed());
  }

  @Test
  void aUserDisconnectsAConnectionOfTheSameNode() {
    RecordingConnection ann = here.connect(ANN);

    assertTrue(here.explanations().disconnect(ANN, ann.id()));
    await().until(() -> ann.closed() == Disconnect.DISCONNECTED);
  }
}
