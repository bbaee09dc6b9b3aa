package io.pagenow.presence.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.testing.TestNode;
import io.pagenow.presence.testing.TwoNodes;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Users who disconnect or fall idle: when the users on two nodes receive that they are offline. */
abstract class OfflineSweepContract extends TwoNodes {

  @Test
  void friendsReceiveNothingIfTheUserReconnectsWithinTheGracePeriod() {
    RecordingConnection ben = there.connect(BEN);
    RecordingConnection ann = here.connect(ANN);
    update(here, ann, PAGE);
    eventually(ben, ANN_ON_PAGE);
    for (int breaks = 0; breaks < 20; breaks++) {
      TestNode node = breaks % 2 == 0 ? here : there;
      node.presence().close(ann, Departure.BROKEN);
      here.sweep().endGracePeriods();
      node = breaks % 2 == 0 ? there : here;
      ann = node.connect(ANN);
      node.sweep().endGracePeriods();
    }
    update(here, ann, PAGE);

    await().until(() -> ben.sent().size() == 2);
    assertEquals(List.of(ANN_ON_PAGE, ANN_ON_PAGE), ben.sent());
  }

  @Test
  void aUserWhoReconnectsAfterTheGracePeriodIsShownAgain() {
    RecordingConnection ben = there.connect(BEN);
    RecordingConnection ann = here.connect(ANN);
    update(here, ann, PAGE);
    eventually(ben, ANN_ON_PAGE);
    here.presence().close(ann, Departure.BROKEN);
    await().until(() -> redis.zscore(stores.key("presence:parting", ANN), "ann") != null);
    redis.zadd(stores.key("presence:parting", ANN), 1, "ann");
    there.sweep().endGracePeriods();
    here.sweep().endGracePeriods();
    eventually(ben, ANN_ON_PAGE, ANN_OFFLINE);

    here.connect(ANN);

    eventually(ben, ANN_ON_PAGE, ANN_OFFLINE, ANN_ON_PAGE);
  }

  @Test
  void friendsReceiveOfflineOnceThoughBothNodesSweepTheIdleUser() {
    RecordingConnection ann = here.connect(ANN);
    RecordingConnection annThere = there.connect(ANN);
    RecordingConnection ben = here.connect(BEN);
    RecordingConnection benThere = there.connect(BEN);
    update(here, ann, PAGE);
    eventually(benThere, ANN_ON_PAGE);
    redis.zadd(stores.key("status", ANN), 1, "ann");

    int swept =
        CompletableFuture.supplyAsync(() -> there.sweep().sweepIdle())
            .thenCombine(
                CompletableFuture.supplyAsync(() -> here.sweep().sweepIdle()), Integer::sum)
            .join();

    assertEquals(1, swept);
    eventually(ben, ANN_ON_PAGE, ANN_OFFLINE);
    eventually(benThere, ANN_ON_PAGE, ANN_OFFLINE);
    await().until(() -> ann.closed() == Disconnect.IDLE);
    await().until(() -> annThere.closed() == Disconnect.IDLE);
    here.presence().close(ann, Departure.BROKEN);
    there.presence().close(annThere, Departure.BROKEN);
    here.sweep().sweepIdle();
    update(here, ben, PAGE);
    assertEquals(3, ben.sent().size(), "offline is delivered once: " + ben.sent());
  }

  @Test
  void aUserWhoNeverSentAMessageIsSwept() {
    RecordingConnection ann = here.connect(ANN);
    RecordingConnection ben = here.connect(BEN);
    redis.zadd(stores.key("status", ANN), 1, "ann");

    here.sweep().sweepIdle();

    eventually(ben, ANN_OFFLINE);
    assertEquals(Disconnect.IDLE, ann.closed());
  }

  @Test
  void aSweepConcurrentWithAHeartbeatLeavesTheUserRecorded() {
    for (int round = 0; round < 50; round++) {
      RecordingConnection ann = here.connect(ANN);
      redis.zadd(stores.key("status", ANN), 1, "ann");
      CompletableFuture<Integer> sweep =
          CompletableFuture.supplyAsync(() -> there.sweep().sweepIdle());
      here.presence().heartbeat(ann).toCompletableFuture().join();
      sweep.join();

      // Either the heartbeat came first, or it recorded the swept user again.
      assertEquals(ann.id().toString(), stores.hash("presence_user_connection").get("ann"));
      assertTrue(redis.zscore(stores.key("status", ANN), "ann") > 1);
      here.presence().close(ann, Departure.CLOSED);
      await().until(() -> stores.hash("presence_connection_user").size() == 0);
      assertEquals(Set.of(), stores.members("status"));
    }
  }

  @Test
  void thousandsOfIdleUsersAreSweptInBatches() throws SQLException {
    here.recordConnections(5_000);
    stores.members("status").forEach(user -> stores.score("status", user, 1));

    assertEquals(5_000, here.sweep().sweepIdle());
    assertEquals(Set.of(), stores.members("status"));
    assertEquals(Set.of(), stores.members("presence:claims"));
    assertEquals(Map.of(), stores.hash("presence_user_connection"));
  }
}
