package io.pagenow.presence.it.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.DeployedApplication;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.it.client.NodeMetrics;
import io.pagenow.presence.local.ApplicationServer;
import io.pagenow.presence.local.Build;
import io.pagenow.presence.local.FreePort;
import io.pagenow.presence.testing.MetricText;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rehearsal of a start: nothing of it is counted, and its path is closed afterwards. */
class RehearsalIT extends DeployedApplication {

  @Test
  void nothingIsLeftOfTheRehearsal() throws Exception {
    int port = FreePort.find();
    URI node = TestEnvironment.application(port);
    try (ApplicationServer server = TestEnvironment.anotherServer("node-that-rehearses")) {
      server.deploy(Build.war());
      Map<String, String> settings = new HashMap<>(TestEnvironment.settings());
      settings.remove("PRESENCE_REHEARSAL");
      server.start(port, settings);
      server.awaitReady(node);

      ServerLog log = new ServerLog(server.log(), 0);
      boolean hasAddress = Build.value("server").startsWith("wildfly");
      List<String> told = log.records("io.pagenow.presence");
      assertEquals(hasAddress ? 1 : 0, log.records("Rehearsed ").size(), told::toString);
      requireNothingCounted(NodeMetrics.metrics(node));

      Http.Answer answer = Http.get(node, "rehearsal").send();
      assertEquals(404, answer.status());
      assertTrue(answer.isProblem());
    }
  }

  private static void requireNothingCounted(MetricText metrics) {
    assertTrue(metrics.value("presence_redis_round_trip_seconds_count") > 0);
    assertEquals(0, metrics.value("presence_requests_seconds_count", "door=\"ws\""));
    for (String name :
        List.of(
            "presence_connections",
            "presence_connections_closed_total",
            "presence_deliveries_total",
            "presence_messages_total",
            "presence_token_refusals_total")) {
      assertEquals(0, metrics.value(name), name);
    }
    for (String script : List.of("open", "update", "close", "touch", "subscribe")) {
      String label = "script=\"" + script + "\"";
      assertEquals(0, metrics.value("presence_script_seconds_count", label), script);
    }
  }
}
