package io.pagenow.presence.lifecycle;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.concurrent.BackgroundLoops;
import io.pagenow.presence.delivery.ConnectionCall;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The periodic tasks of a node on real stores. */
@ExtendWith(Stores.class)
@SuppressWarnings("NullAway.Init") // Set before each test.
class BackgroundTasksTest {

  private static final UserId ANN = new UserId("ann");
  private static final Duration A_FEW_ROUNDS = Duration.ofSeconds(20);

  private final BackgroundLoops loops = new BackgroundLoops(Thread::new);
  private final AtomicInteger renewals = new AtomicInteger();
  private TestNode node;
  private BackgroundTasks housekeeping;

  @BeforeEach
  void start(Stores stores) {
    node = new TestNode(stores);
    housekeeping =
        new BackgroundTasks(
            loops,
            stores.settings(),
            node.friendshipWatch(),
            node.sharingWatch(),
            node.ruleReader(),
            node.presence(),
            node.revocations(),
            node.lease(),
            node.recovery(),
            node.steadySweep(),
            node.hub(),
            node.node());
  }

  @AfterEach
  void stop() {
    housekeeping.stop();
    node.close();
  }

  @Test
  void theLeaseIsRenewedAgainAfterAnError() {
    node.beforeRenewals(
        () -> {
          if (renewals.incrementAndGet() <= 2) {
            throw new OutOfMemoryError("by a test");
          }
        });

    housekeeping.start(this);

    await().atMost(A_FEW_ROUNDS).until(() -> renewals.get() > 3);
    assertEquals(Map.of(), loops.stuck());
    assertTrue(node.lease().trouble().isEmpty());
  }

  @Test
  void tasksThatHangDoNotDelayTheLease(Stores stores) {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch pings = new CountDownLatch(1);
    CountDownLatch recovers = new CountDownLatch(1);
    var connection = node.connect(ANN);
    connection.before(ConnectionCall.SILENCE, () -> hang(pings, release));
    node.beforeRenewals(renewals::incrementAndGet);
    try {
      housekeeping.start(this);
      await().atMost(A_FEW_ROUNDS).until(() -> pings.getCount() == 0);
      // Recovery reads the id of a connection if the store lost its data.
      connection.before(ConnectionCall.ID, () -> hang(recovers, release));
      stores.flush();
      await().atMost(A_FEW_ROUNDS).until(() -> recovers.getCount() == 0);

      int before = renewals.get();
      // Two renewals of the lease loop, and two of the loop that reaps dead nodes.
      await().atMost(A_FEW_ROUNDS).until(() -> renewals.get() >= before + 4);
      assertFalse(stores.hash("presence_connection_user").containsValue(ANN.value()));
    } finally {
      release.countDown();
    }
    await()
        .atMost(A_FEW_ROUNDS)
        .until(() -> stores.hash("presence_connection_user").containsValue(ANN.value()));
  }

  private static void hang(CountDownLatch begun, CountDownLatch release) {
    begun.countDown();
    awaitUninterrupted(release);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
