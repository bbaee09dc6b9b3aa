package io.pagenow.presence.lifecycle;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.cluster.Leases;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.metrics.ClusterMeters;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
@SuppressWarnings("NullAway.Init") // Set before each test.
class IdleSweepTest {

  private static final UserId ANN = new UserId("ann");

  private IdleSweep sweep;
  private Stores stores;
  private TestNode node;

  @BeforeEach
  void start(Stores stores) {
    this.stores = stores;
    node = new TestNode(stores);
    sweep = new IdleSweep(node.steadySweep(), node.node(), ClusterMeters.none());
    RecordingConnection ann = node.connect(ANN);
    stores.score("status", ann.user().value(), 1);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aSweepThatFailsWithAnErrorIsRetried() {
    node.beforeRenewals(
        () -> {
          throw new OutOfMemoryError("by a test");
        });
    assertDoesNotThrow(sweep::start);
    assertEquals(Set.of("ann"), stores.members("status"));

    node.beforeRenewals(() -> {});
    sweep.retry();

    assertEquals(Set.of(), stores.members("status"));
  }

  @Test
  void aNodeThatDrainedLeavesTheSweepToTheOtherNodes() {
    node.node().drain();

    sweep.start();
    assertEquals(Set.of("ann"), stores.members("status"));

    node.node().resume();
    sweep.retry();
    assertEquals(Set.of(), stores.members("status"));
  }

  @Test
  void noUserIsSweptIfTheClockOfRedisJumpedAfterTheLastRenewal() {
    node.setStoreClock(Leases.LEASE);

    sweep.start();

    assertEquals(Set.of("ann"), stores.members("status"));
  }
}
