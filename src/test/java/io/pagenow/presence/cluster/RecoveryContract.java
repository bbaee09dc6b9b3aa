package io.pagenow.presence.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pagenow.presence.cluster.subscription.Subscriptions;
import io.pagenow.presence.delivery.ConnectionCall;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore;
import io.pagenow.presence.testing.ForwardingSubscriptions;
import io.pagenow.presence.testing.TwoNodes;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** State that Redis lost, or that other nodes removed: what a node that lives restores. */
abstract class RecoveryContract extends TwoNodes {

  @Test
  void aLivingNodeWhoseLeaseExpiredRestoresItsConnections() {
    RecordingConnection ben = here.connect(BEN);
    RecordingConnection ann = there.connect(ANN);
    there.renewLease();
    update(there, ann, PAGE);
    update(there, ann, Page.NONE);
    expireLease(there);
    runEightRounds(here);
    await().until(() -> ben.sent().size() == 3);

    there.renewLease();

    await().until(() -> ben.sent().size() == 4);
    assertEquals(ben.sent().get(1), ben.sent().get(3));
    assertEquals(ann.id().toString(), stores.hash("presence_user_connection").get("ann"));
    assertEquals("{\"url\":\"\",\"title\":\"\"}", stores.hash("page").get("ann"));
    assertEquals(
        "{\"url\":\"https://example.com/\",\"title\":\"Example\"}",
        stores.hash("latest_page").get("ann"));
  }

  @Test
  void nodesRestoreStateThatRedisLostAndFriendsReceiveNothing() {
    RecordingConnection ben = here.connect(BEN);
    RecordingConnection ann = there.connect(ANN);
    RecordingConnection annHere = here.connect(ANN);
    here.renewLease();
    there.renewLease();
    update(there, ann, PAGE);
    await().until(() -> ben.sent().size() == 1);
    stores.flush();

    here.renewLease();
    there.renewLease();

    assertEquals(1, ben.sent().size());
    assertEquals(3, stores.hash("presence_connection_user").size());
    assertEquals(2, here.store().connectionsOf(ANN).toCompletableFuture().join());
    assertEquals(
        "{\"url\":\"https://example.com/\",\"title\":\"Example\"}", stores.hash("page").get("ann"));
    here.presence().close(annHere, PresenceStore.Departure.CLOSED);
    there.presence().close(ann, PresenceStore.Departure.CLOSED);
    await().until(() -> ben.sent().size() == 2);
  }

  @Test
  void aConnectionThatClosesWhileItIsRestoredLeavesNoKey() {
    RecordingConnection ann = here.connect(ANN);
    here.renewLease();
    stores.flush();

    // Closes the connection just before it is recorded, which random timing would rarely do.
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    ann.before(
        ConnectionCall.ID,
        () ->
            closed.completeAsync(
                () -> {
                  here.presence().close(ann, PresenceStore.Departure.CLOSED);
                  return true;
                }));
    here.renewLease();
    closed.join();

    assertEquals(0, here.hub().size());
    await().until(() -> stores.hash("presence_connection_user").isEmpty());
  }

  @Test
  void aFailedRecoveryIsRetried() {
    RecordingConnection ann = here.connect(ANN);
    here.renewLease();
    stores.flush();
    here.lease().renew();

    ann.before(
        ConnectionCall.ID,
        () -> {
          throw new OutOfMemoryError("by a test");
        });
    assertThrows(OutOfMemoryError.class, () -> here.recovery().run());
    assertEquals(Map.of(), stores.hash("presence_connection_user"));
    here.lease().renew();
    here.recovery().run();

    assertEquals(1, stores.hash("presence_connection_user").size());
  }

  @Test
  void aUserWhoComesOnlineWhileANodeCatchesUpStaysOnline() {
    RecordingConnection ben = here.connect(BEN);
    RecordingConnection ann = there.connect(ANN);
    update(there, ann, PAGE);
    eventually(ben, ANN_ON_PAGE);
    there.presence().close(ann, PresenceStore.Departure.CLOSED);
    eventually(ben, ANN_ON_PAGE, ANN_OFFLINE);
    Subscriptions slow =
        new ForwardingSubscriptions(here.subscriptions()) {
          @Override
          public Map<UserId, Updated> current(Collection<UserId> users) {
            Map<UserId, Updated> offline = super.current(users);
            update(there, there.connect(ANN), PAGE);
            eventually(ben, ANN_ON_PAGE, ANN_OFFLINE, ANN_ON_PAGE);
            return offline;
          }
        };

    here.catchUp(slow).run();

    eventually(ben, ANN_ON_PAGE, ANN_OFFLINE, ANN_ON_PAGE);
  }
}
