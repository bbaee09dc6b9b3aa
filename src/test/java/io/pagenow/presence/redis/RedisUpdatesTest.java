package io.pagenow.presence.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.protocol.page.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The keys and the version of each event after updates. */
class RedisUpdatesTest extends StoreTest {

  @Test
  void anUpdateSetsTheStatusThePageAndTheLatestPage() {
    ConnectionId connection = open(ANN);
    setScore(ANN, 1);

    Updated event = await(update(ANN, connection, PAGE));

    assertEquals(ANN, event.user());
    assertEquals(PAGE, event.activity().page());
    assertEquals(PAGE, event.activity().latestPage());
    assertEquals(Map.of("ann", PAGE_JSON), redis.hgetAll("page"));
    assertEquals(Map.of("ann", PAGE_JSON), redis.hgetAll("latest_page"));
    assertTrue(score(ANN) > 1);
  }

  @Test
  void hiddenActivityKeepsTheLatestPage() {
    ConnectionId connection = open(ANN);
    await(update(ANN, connection, PAGE));

    Updated event = await(update(ANN, connection, Page.NONE));

    assertEquals(Page.NONE, event.activity().page());
    assertEquals(PAGE, event.activity().latestPage());
    assertEquals(Map.of("ann", HIDDEN_JSON), redis.hgetAll("page"));
    assertEquals(Map.of("ann", PAGE_JSON), redis.hgetAll("latest_page"));
  }

  @Test
  void hiddenActivityAloneHasNoLatestPage() {
    ConnectionId connection = open(ANN);

    assertEquals(Page.NONE, await(update(ANN, connection, Page.NONE)).activity().latestPage());
    assertEquals(Map.of(), redis.hgetAll("latest_page"));
  }

  @Test
  void versionsIncreaseAndAreMicroseconds() {
    ConnectionId connection = open(ANN);
    long before = now() * 1_000;
    List<CompletionStage<Updated>> updates = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      updates.add(update(ANN, connection, PAGE));
    }
    List<Long> versions = updates.stream().map(update -> await(update).version()).toList();

    assertEquals(versions, List.copyOf(new TreeSet<>(versions)));
    assertTrue(versions.get(0) >= before - 1_000);
    assertTrue(versions.get(499) < before + 60_000_000);
  }

  @Test
  void versionsIncreaseThoughTheClockOfRedisIsSetBack() {
    ConnectionId connection = open(ANN);
    redis.set("presence:version", "8000000000000000");

    assertEquals(8_000_000_000_000_001L, await(update(ANN, connection, PAGE)).version());
  }

  @Test
  void scriptsThatRedisLostAreSentAgainInOrder() {
    ConnectionId connection = open(ANN);
    redis.scriptFlush();

    List<CompletionStage<Updated>> updates =
        IntStream.range(0, 50)
            .mapToObj(i -> update(ANN, connection, Pages.of("u" + i, "")))
            .toList();
    updates.forEach(StoreTest::await);

    assertEquals("{\"url\":\"u49\",\"title\":\"\"}", redis.hget("page", "ann"));
  }
}
