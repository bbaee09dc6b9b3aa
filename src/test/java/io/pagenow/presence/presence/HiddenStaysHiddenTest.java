package io.pagenow.presence.presence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.local.LocalRedis;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;

/**
 * A Redis that is paused repeatedly, and a user with a connection on each of two nodes. A page that
 * was reported before the user hid the activity is never shown again. No closed connection stays
 * recorded.
 */
@ExtendWith(Stores.class)
class HiddenStaysHiddenTest {

  private static final UserId ANN = new UserId("ann");
  private static final String URL = "https://example.com/";
  private static final Duration LONGER_THAN_A_CALL_MAY_TAKE = Duration.ofMillis(1_900);

  private LocalRedis server;
  private RedisClient redis;
  private TestNode here;
  private TestNode there;

  @BeforeEach
  void start(Stores stores, @TempDir Path directory) throws Exception {
    server = LocalRedis.start(directory);
    redis = RedisClient.create("127.0.0.1", server.port());
    here = new TestNode(stores, Stores.settings(server.port(), server.port(), 1));
    there = new TestNode(stores, Stores.settings(server.port(), server.port(), 1));
    stores.people().add(ANN);
  }

  @AfterEach
  void stop() throws Exception {
    there.close();
    here.close();
    redis.close();
    server.close();
  }

  @Test
  void aReportDelayedByRedisDoesNotOverrideALaterHideOnAnotherConnection() throws Exception {
    RecordingConnection one = here.connect(ANN);
    RecordingConnection two = there.connect(ANN);
    server.pause();
    CompletableFuture<?> update = report(here, one, 1);
    LockSupport.parkNanos(LONGER_THAN_A_CALL_MAY_TAKE.toNanos());
    server.resume();
    CompletionException failure = assertThrows(CompletionException.class, update::join);
    assertInstanceOf(UnavailableException.class, failure.getCause());

    await().ignoreExceptions().untilAsserted(() -> hide(there, two).join());
    here.presence().retryPendingWrites();
    settle(here, there);

    assertEquals("{\"url\":\"\",\"title\":\"\"}", redis.hget("page", "ann"));
  }

  @Test
  void aHideDelayedByRedisIsRecordedThoughItsConnectionCloses() throws Exception {
    RecordingConnection one = here.connect(ANN);
    report(here, one, 1).join();
    server.pause();
    CompletableFuture<?> hide = hide(here, one);
    LockSupport.parkNanos(LONGER_THAN_A_CALL_MAY_TAKE.toNanos());
    server.resume();
    assertThrows(CompletionException.class, hide::join);

    here.presence().close(one, Departure.BROKEN);
    settle(here);

    assertEquals("{\"url\":\"\",\"title\":\"\"}", redis.hget("page", "ann"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void noHiddenPageIsShownAndNoClosedConnectionRemains(long seed) throws Exception {
    Random random = new Random(seed);
    List<TestNode> nodes = List.of(here, there);
    List<RecordingConnection> open = new ArrayList<>();
    nodes.forEach(node -> open.add(node.connect(ANN)));
    int hidden = 0;
    for (int slice = 0; slice < 6; slice++) {
      server.pause();
      for (int i = 0; i < 10; i++) {
        int at = random.nextInt(2);
        int step = slice * 10 + i + 1;
        if (random.nextInt(4) == 0) {
          hidden = step;
          var unused = hide(nodes.get(at), open.get(at));
        } else if (random.nextInt(8) == 0) {
          nodes.get(at).presence().close(open.get(at), Departure.CLOSED);
          open.set(at, RecordingConnection.fast(nodes.get(at).hub().nextId(), ANN));
          nodes.get(at).node().add(open.get(at));
          nodes.get(at).presence().open(open.get(at));
        } else {
          var unused = report(nodes.get(at), open.get(at), step);
        }
        // Nodes cannot order reports that arrive within 20 ms.
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(30 + random.nextInt(250)));
      }
      server.resume();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(100)));
      nodes.forEach(node -> node.presence().retryPendingWrites());
    }
    settle(here, there);

    String page = redis.hget("page", "ann");
    if (page != null && page.contains(URL)) {
      int shown = Integer.parseInt(page.replaceAll(".*example.com/(\\d+).*", "$1"));
      assertEquals(true, shown > hidden, "hidden in step " + hidden + ", shown: " + page);
    }
    for (int at = 0; at < 2; at++) {
      nodes.get(at).presence().close(open.get(at), Departure.CLOSED);
    }
    settle(here, there);
    await()
        .untilAsserted(
            () -> {
              nodes.forEach(node -> node.presence().retryPendingWrites());
              assertEquals(0, redis.hlen("presence_connection_user"));
              assertEquals(0, redis.hlen("presence:reports"));
            });
  }

  private static CompletableFuture<?> report(
      TestNode node, RecordingConnection connection, int step) {
    return node.presence().update(connection, Pages.of(URL + step, "")).toCompletableFuture();
  }

  private static CompletableFuture<?> hide(TestNode node, RecordingConnection connection) {
    return node.presence().update(connection, Page.NONE).toCompletableFuture();
  }

  /** Retries pending writes until all are recorded. */
  private static void settle(TestNode... nodes) {
    await()
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              for (int round = 0; round < 3; round++) {
                for (TestNode node : nodes) {
                  node.presence().retryPendingWrites();
                  node.store().connectionsOf(ANN).toCompletableFuture().join();
                }
              }
            });
  }
}
