package io.pagenow.presence.presence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.testing.CuttableProxy;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Many deliveries between three nodes: none is lost or duplicated, and those of each user are in
 * order.
 */
@ExtendWith(Stores.class)
class DeliveryTest {

  private static final int DELIVERIES = Integer.getInteger("presence.deliveries", 60_000);
  private static final int USERS = 300;
  private static final int FRIENDS = 20;
  private static final int IN_FLIGHT = 200;
  private static final Duration CUT = Duration.ofSeconds(5);
  private static final Duration RECOVERY = Duration.ofSeconds(10);

  private final List<CuttableProxy> proxies = new ArrayList<>();
  private final List<TestNode> nodes = new ArrayList<>();
  private final Random random = new Random(1);
  private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
  private BrowsingUsers browsingUsers;

  @BeforeEach
  void start(Stores stores) throws Exception {
    for (int i = 0; i < 3; i++) {
      CuttableProxy proxy = CuttableProxy.to(stores.redisPort());
      proxies.add(proxy);
      nodes.add(new TestNode(stores, Stores.settings(proxy, proxy)));
    }
    browsingUsers = new BrowsingUsers(nodes, stores.people(), USERS, FRIENDS);
  }

  @AfterEach
  void stop() throws IOException {
    nodes.forEach(TestNode::close);
    for (CuttableProxy proxy : proxies) {
      proxy.close();
    }
  }

  @Test
  void noDeliveryIsLostDuplicatedOrOutOfOrder() throws InterruptedException {
    int steps = DELIVERIES / browsingUsers.deliveriesAStep();
    for (int i = 0; i < steps; i++) {
      browsingUsers.stepInTurn(random);
    }

    browsingUsers.awaitLatest(RECOVERY);
    await()
        .untilAsserted(
            () ->
                assertEquals(
                    (long) steps * browsingUsers.deliveriesAStep(), browsingUsers.deliveries()));
    browsingUsers.assertNoFaults();
    System.out.printf(
        "%,d deliveries over 3 nodes: 0 lost, 0 duplicates, 0 out of order%n",
        browsingUsers.deliveries());
  }

  @Test
  void aNodeThatLosesRedisForFiveSecondsStillDeliversTheLatestPages() throws Exception {
    proxies.get(1).cut();
    long end = System.nanoTime() + CUT.toNanos();
    for (int steps = 1; System.nanoTime() < end; steps++) {
      step();
      if (steps % 100 == 0) {
        browsingUsers.housekeep();
      }
    }
    proxies.get(1).restore();

    browsingUsers.awaitLatest(RECOVERY);
    browsingUsers.assertNoFaults();
    System.out.printf(
        "%,d deliveries, with one of 3 nodes disconnected from Redis for 5 s%n",
        browsingUsers.deliveries());
  }

  private void step() throws InterruptedException {
    inFlight.acquire();
    var unused = browsingUsers.step(random).thenRun(inFlight::release);
  }
}
