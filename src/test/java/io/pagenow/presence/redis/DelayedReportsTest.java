package io.pagenow.presence.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.presence.CloseCause;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.presence.PresenceStore.Ending;
import io.pagenow.presence.presence.Report;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.script.Argument;
import io.pagenow.presence.redis.script.Script;
import io.pagenow.presence.redis.script.ScriptCall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisDataException;

/** Reports and hides that reach Redis late, after other reports of the user. */
class DelayedReportsTest extends StoreTest {

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
  void aDelayedReportReplacesTheEarlierOneThatWasPrompt() throws Exception {
    ConnectionId one = open(ANN);
    long received = System.nanoTime();
    assertTrue(await(store.update(ANN, one, new Report(PAGE, received))).isPresent());

    Awaitility.await()
        .pollDelay(Duration.ofMillis(300))
        .until(() -> System.nanoTime() - received > Duration.ofMillis(300).toNanos());
    Report next = new Report(OTHER, received + Duration.ofMillis(1).toNanos());

    assertEquals(OTHER, await(store.update(ANN, one, next)).orElseThrow().activity().page());
    assertEquals(Map.of("ann", OTHER_JSON), redis.hgetAll("page"));
  }

  @Test
  void aConnectionKeepsADelayedReportAfterAPromptOne() throws Exception {
    ConnectionId one = open(ANN);
    ConnectionId two = open(ANN);
    long received = System.nanoTime();
    assertTrue(await(store.update(ANN, one, new Report(PAGE, received))).isPresent());

    Awaitility.await()
        .pollDelay(Duration.ofMillis(300))
        .until(() -> System.nanoTime() - received > Duration.ofMillis(300).toNanos());
    await(store.update(ANN, one, new Report(OTHER, received + Duration.ofMillis(1).toNanos())));
    await(update(ANN, two, PAGE));

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

    Ending ending = new Ending(Departure.BROKEN, 0, true, CloseCause.byNode(Optional.empty()));
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
        await(
            store.restore(
                RecordingConnection.fast(one, ANN),
                Optional.of(Report.now(PAGE)),
                Optional.of(held)));

    assertEquals(Optional.of(Page.NONE), event.map(shown -> shown.activity().page()));
    assertEquals(Map.of("ann", HIDDEN_JSON), redis.hgetAll("page"));
  }

  @Test
  void aCallThatReachesRedisTooLateIsNotExecuted() {
    List<String> keys = new Partitions(1).keys(0);
    long aMomentAgo = now() * 1_000 - 1_300_000;

    ScriptCall touch =
        Script.TOUCH
            .call()
            .with(Argument.USER, "ann")
            .with(Argument.CONNECTION, "node-1")
            .with(Argument.INVISIBLE_SINCE, 0);

    JedisDataException late =
        assertThrows(
            JedisDataException.class,
            () -> redis.eval(touch.script().text(), keys, touch.arguments(aMomentAgo)));

    assertTrue(String.valueOf(late.getMessage()).startsWith("LATE "), late::toString);
    assertEquals(Set.of(), keys());
  }
}
