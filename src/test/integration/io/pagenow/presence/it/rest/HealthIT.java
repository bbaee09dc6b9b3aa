package io.pagenow.presence.it.rest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.cluster.Leases;
import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Http;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The health checks, as a load balancer and an orchestrator see them. */
class HealthIT extends SharedServers {

  private static final Duration LONGER_THAN_A_LEASE = Leases.LEASE.plusSeconds(5);

  @Test
  void checksNameWhatIsWell() throws Exception {
    assertEquals(
        "{\"status\":\"UP\",\"checks\":[{\"name\":\"loops\",\"status\":\"UP\"}]}",
        Http.get(nodeA, "health/live").send().body());
    assertEquals(
        "{\"status\":\"UP\",\"checks\":[{\"name\":\"node\",\"status\":\"UP\"},"
            + "{\"name\":\"lease\",\"status\":\"UP\"},{\"name\":\"loops\",\"status\":\"UP\"}]}",
        Http.get(nodeA, "health/ready").send().body());
  }

  @Test
  void loadBalancerIsToldThatTheNodeIsReady() throws Exception {
    for (String path : new String[] {"health/live", "health/ready"}) {
      Http.Answer answer = Http.get(nodeB, path).send();
      assertEquals(200, answer.status());
      assertEquals("UP", answer.json().getString("status"));
      assertTrue(answer.body().contains("{\"name\":\"loops\",\"status\":\"UP\"}"), answer.body());
    }
  }

  /** All nodes share Redis: taking out all nodes would leave clients without an answer. */
  @Test
  void anOutageOfRedisTakesNoNodeOutThoughItsLeaseExpires() throws Exception {
    TestEnvironment.redisProxy().pause();

    await()
        .during(LONGER_THAN_A_LEASE)
        .atMost(LONGER_THAN_A_LEASE.multipliedBy(2))
        .until(() -> status("health/ready") == 200 && status("health/live") == 200);
  }

  private int status(String path) throws IOException {
    return Http.get(nodeA, path).send().status();
  }
}
