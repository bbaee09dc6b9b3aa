package io.pagenow.presence.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.presence.PresenceStore.Departure;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The choice of an invisible user outlives connections, nodes and the data of Redis. */
abstract class InvisibleReturnContract extends InvisibleUsers {

  @Test
  void itHoldsForAllConnectionsAndAfterReconnects() {
    RecordingConnection ann = there.connectV2(ANN);
    hide(there, ann);
    update(there, ann, PAGE);
    there.presence().close(ann, Departure.CLOSED);
    RecordingConnection ben = there.connect(BEN);

    RecordingConnection old = here.connect(ANN);
    update(here, old, PAGE);
    RecordingConnection again = here.connectV2(ANN);

    assertEquals("nobody", self(again).getString("visibility"));
    assertEquals(PAGE.url(), self(again).getJsonObject("page").getString("url"));
    here.presence().close(old, Departure.CLOSED);
    here.presence().close(again, Departure.CLOSED);
    here.store().connectionsOf(ANN).toCompletableFuture().join();
    assertTrue(isOfflineToBen());
    assertEquals(List.of(), ben.sent());
  }

  @Test
  void sweepsGracePeriodsAndDeadNodesTellFriendsNothing() {
    RecordingConnection ben = here.connect(BEN);
    RecordingConnection ann = there.connectV2(ANN);
    hide(there, ann);
    eventually(ben, ANN_OFFLINE);
    update(there, ann, PAGE);
    redis.zadd(own("status"), 1, "ann");
    here.sweep().sweepIdle();
    assertFalse(redis.exists(own("page")));
    await().until(() -> ann.closed() != null);

    RecordingConnection second = there.connectV2(ANN);
    update(there, second, PAGE);
    there.presence().close(second, Departure.BROKEN);
    there.store().connectionsOf(ANN).toCompletableFuture().join();
    stores.score("presence:parting", "ann", 1);
    here.sweep().endGracePeriods();
    assertFalse(redis.exists(own("page")));

    RecordingConnection third = there.connectV2(ANN);
    update(there, third, PAGE);
    expireLease(there);
    runEightRounds(here);
    assertFalse(redis.exists(own("page")));

    assertEquals(List.of(ANN_OFFLINE), ben.sent());
    assertEquals(List.of(), stores.members("presence:claims").stream().toList());
  }

  @Test
  void itIsRestoredAfterALossOfData() {
    RecordingConnection ben = here.connect(BEN);
    RecordingConnection ann = there.connectV2(ANN);
    update(there, ann, PAGE);
    hide(there, ann);
    eventually(ben, ANN_ON_PAGE, ANN_OFFLINE);

    stores.flush();
    there.renewLease();
    here.renewLease();
    advance(Duration.ofSeconds(6));

    assertTrue(choice().endsWith(" nobody"), choice());
    assertTrue(redis.hexists(own("page"), "ann"));
    assertTrue(isOfflineToBen());
    assertEquals(List.of(ANN_ON_PAGE, ANN_OFFLINE), ben.sent());
  }

  @Test
  void anUpdateBeforeTheRestoreIsNotShown() {
    RecordingConnection ben = here.connect(BEN);
    RecordingConnection ann = there.connectV2(ANN);
    hide(there, ann);
    eventually(ben, ANN_OFFLINE);

    stores.flush();
    here.renewLease();
    update(there, ann, PAGE);

    assertTrue(isOfflineToBen());
    assertFalse(stores.members("status").contains("ann"));
    there.renewLease();
    update(there, ann, OTHER);
    advance(Duration.ofSeconds(6));
    assertEquals(List.of(ANN_OFFLINE), ben.sent());
  }

  @Test
  void theOwnVersionIncludesTheChoice() {
    RecordingConnection ann = there.connectV2(ANN);
    hide(there, ann);
    show(there, ann);
    String since = "0-" + "0".repeat(16);

    JsonObject self = self(here.connectV2(ANN, Optional.of(since)));

    assertFalse(self.containsKey("visibility"));
    long chosen = Long.parseLong(choice().split(" ", -1)[0]);
    assertEquals(chosen, self.getJsonNumber("version").longValueExact());
  }
}
