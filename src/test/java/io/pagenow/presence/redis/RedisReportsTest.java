package io.pagenow.presence.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.presence.CloseCause;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.presence.PresenceStore.Ending;
import io.pagenow.presence.protocol.page.Pages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which page is shown if several connections of a user report pages. */
class RedisReportsTest extends StoreTest {

  @Test
  void theLatestReportOfTheRemainingConnectionsIsShown() {
    ConnectionId one = open(ANN);
    ConnectionId two = open(ANN);
    ConnectionId three = open(ANN);
    await(update(ANN, one, OTHER));
    await(update(ANN, two, PAGE));
    await(update(ANN, three, Pages.of("https://third.example/", "")));

    Updated event = shown(close(ANN, three));

    assertEquals(PAGE, event.activity().page());
    assertEquals(PAGE, event.activity().latestPage());
    assertEquals(Map.of("ann", PAGE_JSON), redis.hgetAll("page"));
    assertEquals(OTHER, shown(close(ANN, two)).activity().page());
    assertEquals(Map.of("ann", OTHER_JSON), redis.hgetAll("page"));
    assertEquals(
        Set.of(), redis.keys("presence:reports"), "a single connection needs no reports key");
  }

  @Test
  void aConnectionThatIsNotShownClosesWithoutAnEvent() {
    ConnectionId one = open(ANN);
    ConnectionId two = open(ANN);
    await(update(ANN, one, OTHER));
    await(update(ANN, two, PAGE));

    assertEquals(Optional.empty(), close(ANN, one));
    assertEquals(Map.of("ann", PAGE_JSON), redis.hgetAll("page"));
  }

  @Test
  void activityIsHiddenIfTheRemainingConnectionsReportedNothing() {
    ConnectionId one = open(ANN);
    ConnectionId two = open(ANN);
    await(update(ANN, one, PAGE));

    Updated event = shown(close(ANN, one));

    assertEquals(Page.NONE, event.activity().page());
    assertEquals(PAGE, event.activity().latestPage());
    assertEquals(Map.of("ann", HIDDEN_JSON), redis.hgetAll("page"));
    await(update(ANN, two, OTHER));
    assertEquals(Map.of("ann", OTHER_JSON), redis.hgetAll("page"));
  }

  @Test
  void aPageReportedBeforeAHideIsNotShownAgain() {
    ConnectionId one = open(ANN);
    ConnectionId two = open(ANN);
    await(update(ANN, one, PAGE));
    await(update(ANN, two, Page.NONE));

    assertEquals(Optional.empty(), close(ANN, two));
    assertEquals(Map.of("ann", HIDDEN_JSON), redis.hgetAll("page"));
  }

  @Test
  void thePageOfABrokenConnectionIsShownDuringTheGracePeriod() {
    ConnectionId one = open(ANN);
    ConnectionId two = open(ANN);
    await(update(ANN, one, OTHER));
    await(update(ANN, two, PAGE));

    assertEquals(Optional.empty(), await(close(ANN, two, Departure.BROKEN)));
    assertEquals(List.of(), claims.claimAfterGrace());
    assertEquals(Map.of("ann", PAGE_JSON), redis.hgetAll("page"));

    redis.zadd("presence:parting", 1, "ann");
    assertEquals(List.of(), claims.claimAfterGrace(), "the user has another connection");
    assertEquals(Map.of("ann", OTHER_JSON), redis.hgetAll("page"));
    assertEquals(Set.of(), redis.keys("presence:{reports,broken,parting}"));
  }

  @Test
  void aConnectionThatOpensDuringTheGracePeriodTakesOverThePage() {
    ConnectionId one = open(ANN);
    ConnectionId two = open(ANN);
    await(update(ANN, one, OTHER));
    await(update(ANN, two, PAGE));
    await(close(ANN, two, Departure.BROKEN));

    open(ANN);

    assertEquals(Set.of(), redis.keys("presence:parting"));
    assertEquals(Map.of("ann", PAGE_JSON), redis.hgetAll("page"));
    assertEquals(Optional.empty(), close(ANN, one));
    assertEquals(Map.of("ann", PAGE_JSON), redis.hgetAll("page"));
  }

  @Test
  void aConnectionOpenedAfterTheLastMessageOfTheBrokenOneTakesOverThePage() {
    ConnectionId one = open(ANN);
    ConnectionId old = open(ANN);
    await(update(ANN, one, OTHER));
    await(update(ANN, old, PAGE));
    open(ANN);

    Ending unnoticed =
        new Ending(
            Departure.BROKEN,
            Duration.ofSeconds(30).toNanos(),
            false,
            CloseCause.byNode(Optional.empty()));
    assertEquals(Optional.empty(), await(store.close(ANN, old, unnoticed)));

    assertEquals(Set.of(), redis.keys("presence:{broken,parting}"));
    assertEquals(Optional.empty(), close(ANN, one));
    assertEquals(Map.of("ann", PAGE_JSON), redis.hgetAll("page"));
  }

  @Test
  void connectionsThatAllReconnectKeepTheirReports() {
    List<ConnectionId> moving = List.of(open(ANN), open(ANN), open(ANN));
    await(update(ANN, moving.get(0), OTHER));
    await(update(ANN, moving.get(1), PAGE));
    for (ConnectionId connection : moving) {
      assertEquals(Optional.empty(), await(close(ANN, connection, Departure.MOVED)));
    }

    List<ConnectionId> moved = new ArrayList<>();
    for (int i = 0; i < moving.size(); i++) {
      moved.add(open(ANN));
    }

    assertEquals(Map.of("ann", PAGE_JSON), redis.hgetAll("page"));
    assertEquals(Set.of(), redis.keys("presence:{broken,parting}"));
    assertEquals(OTHER, shown(close(ANN, moved.get(0))).activity().page());
    assertEquals(Page.NONE, shown(close(ANN, moved.get(1))).activity().page());
    assertTrue(close(ANN, moved.get(2)).isPresent());
    assertEquals(Set.of("presence:version", "presence:last_active", "presence:offline"), keys());
  }
}
