package io.pagenow.presence.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.presence.PresenceStore.Opening.Recorded;
import io.pagenow.presence.presence.PresenceStore.Opening.Restored;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Connections that end, and users who reconnect. */
class RedisReturnTest extends StoreTest {

  @Test
  void aUserWhoReconnectsAfterABrokenConnectionHasTheirPagesRestored() {
    ConnectionId connection = open(ANN);
    await(update(ANN, connection, PAGE));
    await(update(ANN, connection, Page.NONE));
    await(close(ANN, connection, Departure.BROKEN));
    endGracePeriod(ANN);
    claims.claimAfterGrace();
    TimedOut gone = announce(ANN).orElseThrow();

    Restored back = assertInstanceOf(Restored.class, await(store.open(ANN, node.hub().nextId())));

    assertEquals(Page.NONE, back.event().activity().page());
    assertEquals(PAGE, back.event().activity().latestPage());
    assertTrue(back.event().version() > gone.version());
    assertEquals(Map.of("ann", HIDDEN_JSON), redis.hgetAll("page"));
    assertEquals(Map.of("ann", PAGE_JSON), redis.hgetAll("latest_page"));
  }

  @Test
  void thePagesToRestoreExpire() {
    ConnectionId connection = open(ANN);
    await(update(ANN, connection, PAGE));
    await(close(ANN, connection, Departure.BROKEN));
    endGracePeriod(ANN);
    claims.claimAfterGrace();

    long left = redis.pttl("presence:vanished:ann");
    assertTrue(left > 170_000 && left <= 180_000, "left: " + left);
  }

  @Test
  void aUserWhoReconnectsAfterAGracefulCloseStartsWithoutAPage() {
    ConnectionId connection = open(ANN);
    await(update(ANN, connection, PAGE));
    await(close(ANN, connection, Departure.CLOSED));

    assertEquals(new Recorded(), await(store.open(ANN, node.hub().nextId())));
    assertEquals(Map.of(), redis.hgetAll("page"));
  }

  @Test
  void aUserWhoReconnectsToAnotherNodeKeepsTheirPresence() {
    ConnectionId connection = open(ANN);
    await(update(ANN, connection, PAGE));

    assertEquals(Optional.empty(), await(close(ANN, connection, Departure.MOVED)));
    assertEquals(Map.of(), redis.hgetAll("presence_user_connection"));
    assertEquals(Map.of(), redis.hgetAll("presence_connection_user"));
    assertEquals(90_000, redis.zscore("presence:parting", "ann") - now(), 1_000);
    assertEquals(new Recorded(), await(store.open(ANN, node.hub().nextId())));
    assertEquals(Map.of("ann", PAGE_JSON), redis.hgetAll("page"));
  }

  @Test
  void aLateCloseDoesNotRemoveANewerConnection() {
    ConnectionId old = open(ANN);
    await(close(ANN, old, Departure.BROKEN));
    ConnectionId fresh = open(ANN);

    assertEquals(Optional.empty(), await(close(ANN, old, Departure.CLOSED)));
    assertEquals(Map.of("ann", fresh.toString()), redis.hgetAll("presence_user_connection"));
  }

  @Test
  void aUserWithABrokenConnectionIsShownDuringTheGracePeriod() {
    ConnectionId connection = open(ANN);
    await(update(ANN, connection, PAGE));

    assertEquals(Optional.empty(), await(close(ANN, connection, Departure.BROKEN)));
    assertEquals(0, await(store.connectionsOf(ANN)));
    assertEquals(Map.of("ann", PAGE_JSON), redis.hgetAll("page"));
    assertEquals(List.of(), claims.claimAfterGrace());

    assertEquals(new Recorded(), await(store.open(ANN, node.hub().nextId())));
    assertEquals(Set.of(), redis.keys("presence:parting"));
  }

  @Test
  void aUserWhoDoesNotReconnectWithinTheGracePeriodIsClaimedOnce() {
    await(close(ANN, open(ANN), Departure.BROKEN));
    double deadline = redis.zscore("presence:parting", "ann");
    assertEquals(10_000, deadline - now(), 1_000);
    endGracePeriod(ANN);

    assertEquals(List.of(ANN), claims.claimAfterGrace());
    assertEquals(List.of(), claims.claimAfterGrace());
    assertTrue(announce(ANN).isPresent());
    assertEquals(Set.of("presence:version", "presence:last_active", "presence:offline"), keys());
  }

  @Test
  void aUserWhoseBrowserLeftThePageIsShownForTwoSecondsAndNotRestored() {
    ConnectionId connection = open(ANN);
    await(update(ANN, connection, PAGE));

    assertEquals(Optional.empty(), await(close(ANN, connection, Departure.LEAVING)));
    assertEquals(2_000, redis.zscore("presence:parting", "ann") - now(), 1_000);
    assertEquals(Map.of("ann", PAGE_JSON), redis.hgetAll("page"));
    endGracePeriod(ANN);
    assertEquals(List.of(ANN), claims.claimAfterGrace());
    assertTrue(announce(ANN).isPresent());

    assertEquals(new Recorded(), await(store.open(ANN, node.hub().nextId())));
    assertEquals(Map.of(), redis.hgetAll("page"));
  }

  @Test
  void aReloadThatBreaksAfterwardsCanBeRestored() {
    ConnectionId connection = open(ANN);
    await(update(ANN, connection, PAGE));
    await(close(ANN, connection, Departure.LEAVING));
    ConnectionId reloaded = open(ANN);
    assertEquals(Set.of(), redis.keys("presence:leaving"));
    await(close(ANN, reloaded, Departure.BROKEN));
    endGracePeriod(ANN);
    claims.claimAfterGrace();

    assertInstanceOf(Restored.class, await(store.open(ANN, node.hub().nextId())));
  }

  private void endGracePeriod(UserId user) {
    redis.zadd("presence:parting", 1, user.value());
  }
}
