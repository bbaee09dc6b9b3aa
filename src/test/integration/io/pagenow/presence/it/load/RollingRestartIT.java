package io.pagenow.presence.it.load;

import static io.pagenow.presence.it.TestEnvironment.NODE_A;
import static io.pagenow.presence.it.TestEnvironment.NODE_B;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.it.DeployedApplication;
import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.it.crowd.Crowd;
import io.pagenow.presence.it.crowd.ReceivedEvents.Figures;
import io.pagenow.presence.it.crowd.Reconnects;
import io.pagenow.presence.model.UserId;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All nodes restart, one after the other, while their users are connected. */
@Tag("stress")
class RollingRestartIT extends SharedServers {

  private static final int USERS = Size.of(100, 2_000);
  private static final int RATE = Size.of(100, 400);

  /** The time in which each user sends an update. */
  private static final Duration TIME = Duration.ofSeconds(USERS / RATE);

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Test
  void friendsSeeNobodyGoOffline() throws Exception {
    List<UserId> users = users("roller", USERS);
    try (Crowd crowd =
        Crowd.connectReturning(users, people, DeployedApplication::token, List.of(nodeA, nodeB))) {
      crowd.sendUpdates(RATE, TIME);
      Reconnects returns = crowd.returns();
      Duration taken =
          time(
              () -> {
                restart(NODE_A, crowd, USERS / 2);
                restart(NODE_B, crowd, USERS / 2 + USERS);
              });
      Figures afterwards = crowd.sendUpdates(RATE, TIME);

      System.out.printf(
          "%d users while 2 nodes are restarted in %d s: %s%n  afterwards: %s%n",
          USERS, taken.toSeconds(), returns, afterwards);
      assertEquals(0, returns.timeouts(), "timeouts seen");
      assertEquals(Map.of(Disconnect.SERVICE_RESTART.code(), returns.ended()), returns.codes());
      assertEquals(0, returns.untold(), "sent away without being told when to come back");
      assertTrue(afterwards.areInOrder(), afterwards.toString());
      await().until(() -> users.stream().noneMatch(this::isWaitedFor));
    }
  }

  /**
   * Restarts a node while its clients go to the other one.
   *
   * @param returned the number of reconnects to wait for, counted from the start of the test
   */
  private void restart(String node, Crowd crowd, int returned) throws Exception {
    int ended = crowd.returns().ended();
    URI application = TestEnvironment.application(node);
    assertTrue(isReady(application));
    Thread stop = new Thread(() -> TestEnvironment.stop(node));
    stop.start();
    try {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> crowd.returns().ended() > ended);
      assertFalse(isReady(application), "ready though it sends its clients elsewhere");
      await().atMost(PATIENCE).until(() -> crowd.returns().returned() == returned);
    } finally {
      stop.join();
      TestEnvironment.startAgain(node);
    }
    assertEquals(0, crowd.lost());
  }

  /** Returns whether the node is ready for a load balancer. */
  private static boolean isReady(URI application) {
    try {
      return Http.get(application, "health/ready").send().status() == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
