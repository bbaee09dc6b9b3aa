package io.pagenow.presence.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.presence.PresenceStore.Ending;
import io.pagenow.presence.presence.Report;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.script.Argument;
import io.pagenow.presence.redis.script.Script;
import io.pagenow.presence.redis.script.ScriptCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisDataException;

/** Which page is shown if several connections of a user report pages. */
class RedisReportsTest extends StoreTest {

  private static final Page OTHER = Pages.of("https://other.example/", "Other");
  private static final String OTHER_JSON =
      "{\"url\":\"https://other.example/\",\"title\":\"Other\"}";

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

    Ending unnoticed = new Ending(Departure.BROKEN, Duration.ofSeconds(30).toNanos(), false);
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
    assertEquals(Set.of("presence:version", "presence:last_active"), keys());
  }

  @Test
  void aDelayedReportDoesNotReplaceALaterOne() {
    ConnectionId one = open(ANN);
    ConnectionId two = open(ANN);
    await(update(ANN, two, PAGE));

    Report delayed = new Report(OTHER, System.nanoTime() - Duration.ofSeconds(2).toNanos());

    assertEquals(Optional.empty(), await(store.updateAgain(ANN, one, delayed)));
    assertEquals(Map.of("ann", PAGE_JSON), redis.hgetAll("page"));
    assertEquals(OTHER, shown(close(ANN, two)).activity().page());
  }

  @Test
  void aDelayedReportDoesNotOverrideAHideAfterTheUserWasOffline() {
    Report delayed = new Report(PAGE, System.nanoTime() - Duration.ofSeconds(2).toNanos());
    ConnectionId one = open(ANN);
    await(update(ANN, one, Page.NONE));
    close(ANN, one);

    ConnectionId two = open(ANN);
    assertEquals(Optional.empty(), await(store.updateAgain(ANN, two, delayed)));
    assertEquals(Map.of(), redis.hgetAll("page"));
  }

  @Test
  void aDelayedHideOverridesALaterReport() {
    ConnectionId one = open(ANN);
    ConnectionId two = open(ANN);
    await(update(ANN, two, PAGE));

    Report delayed = new Report(Page.NONE, System.nanoTime() - Duration.ofSeconds(2).toNanos());

    assertEquals(
        Page.NONE, await(store.updateAgain(ANN, one, delayed)).orElseThrow().activity().page());
    assertEquals(Map.of("ann", HIDDEN_JSON), redis.hgetAll("page"));
  }

  @Test
  void aCloseRecordsAPendingHideFirst() {
    ConnectionId one = open(ANN);
    await(update(ANN, one, PAGE));

    Ending ending = new Ending(Departure.BROKEN, 0, true);
    assertEquals(Page.NONE, shown(await(store.close(ANN, one, ending))).activity().page());
    assertEquals(Map.of("ann", HIDDEN_JSON), redis.hgetAll("page"));
  }

  @Test
  void aNodeThatRenewsAnExpiredLeaseDoesNotShowAPageHiddenMeanwhile() {
    ConnectionId one = open(ANN);
    Updated held = await(update(ANN, one, PAGE));
    ConnectionId two = open(ANN);
    await(update(ANN, two, Page.NONE));
    close(ANN, two);
    await(close(ANN, one, Departure.CLOSED));

    Optional<Updated> event =
        await(store.restore(ANN, one, Optional.of(Report.now(PAGE)), Optional.of(held)));

    assertEquals(Optional.of(Page.NONE), event.map(shown -> shown.activity().page()));
    assertEquals(Map.of("ann", HIDDEN_JSON), redis.hgetAll("page"));
  }

  @Test
  void aCallThatReachesRedisTooLateIsNotExecuted() {
    List<String> keys = new Partitions(1).keys(0);
    long aMomentAgo = now() * 1_000 - 1_300_000;
    ScriptCall touch =
        Script.TOUCH.call().with(Argument.USER, "ann").with(Argument.CONNECTION, "node-1");

    JedisDataException late =
        assertThrows(
            JedisDataException.class,
            () -> redis.eval(touch.script().text(), keys, touch.arguments(aMomentAgo)));

    assertTrue(String.valueOf(late.getMessage()).startsWith("LATE "), late::toString);
    assertEquals(Set.of(), keys());
  }

  private Optional<PresenceEvent> close(UserId user, ConnectionId connection) {
    return await(close(user, connection, Departure.CLOSED));
  }

  private static Updated shown(Optional<PresenceEvent> event) {
    return (Updated) event.orElseThrow();
  }
}
