package io.pagenow.presence.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.page.Pages;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import redis.clients.jedis.UnifiedJedis;

/**
 * Base of the tests of two nodes that share a Redis and a PostgreSQL. Ann and Ben are friends, Eve
 * has no friends. The subclass says whether Redis is a cluster.
 */
public abstract class TwoNodes {

  protected static final UserId ANN = new UserId("ann");
  protected static final UserId BEN = new UserId("ben");
  protected static final UserId EVE = new UserId("eve");
  protected static final Page PAGE = Pages.of("https://example.com/", "Example");

  /** The event for {@link #PAGE}. */
  protected static final String ANN_ON_PAGE =
      "{\"type\":\"update-presence\",\"userId\":\"ann\",\"url\":\"https://example.com/\","
          + "\"title\":\"Example\",\"domain\":\"example.com\","
          + "\"latestUrl\":\"https://example.com/\",\"latestTitle\":\"Example\","
          + "\"latestDomain\":\"example.com\"}";

  protected static final String ANN_OFFLINE = "{\"type\":\"presence-timeout\",\"userId\":\"ann\"}";

  /** The interval between two renewals of a lease. */
  protected static final Duration ROUND = Duration.ofSeconds(3);

  protected People people;
  protected Stores stores;
  protected UnifiedJedis redis;
  protected TestNode here;
  protected TestNode there;

  @BeforeEach
  void start(Stores stores) throws SQLException {
    people = stores.people();
    this.stores = stores;
    redis = stores.redis();
    here = new TestNode(stores);
    there = new TestNode(stores);
    people.add(ANN, BEN, EVE);
    people.befriend(BEN, ANN);
  }

  @AfterEach
  void stop() {
    there.close();
    here.close();
  }

  /** Reports the page of a connection, and waits until Redis has recorded it. */
  protected static void update(TestNode node, RecordingConnection connection, Page page) {
    node.presence().update(connection, page).toCompletableFuture().join();
  }

  /** Waits until a connection has received exactly these messages, in this order. */
  protected static void eventually(RecordingConnection connection, String... messages) {
    await().untilAsserted(() -> assertEquals(List.of(messages), connection.sent()));
  }

  /** Lets a node confirm that it has delivered all events until now. */
  protected static void steady(TestNode node) {
    long now = System.currentTimeMillis() * 1_000;
    await()
        .until(
            () -> {
              node.renewLease();
              return node.delivered().version().orElse(0) > now;
            });
  }

  /** Expires the lease of a node. */
  protected final void expireLease(TestNode node) {
    stores.score("presence:nodes", node.hub().node().value(), 1);
  }

  /** Renews the lease of a node eight times, and reaps dead nodes after each renewal. */
  protected static void runEightRounds(TestNode node) {
    for (int round = 0; round < 8; round++) {
      node.renewLease();
      node.steadySweep().reapDeadNodes();
      node.advance(ROUND);
    }
  }
}
