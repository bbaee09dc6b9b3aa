package io.pagenow.presence.it.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.DeployedApplication;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.it.client.NodeMetrics;
import io.pagenow.presence.local.Build;
import io.pagenow.presence.local.Parts;
import io.pagenow.presence.testing.MetricText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rehearsal of a start: nothing of it is counted, and its path is closed afterwards. */
class RehearsalIT extends DeployedApplication {

  @Test
  void nothingIsLeftOfTheRehearsal(@TempDir Path directory) throws Exception {
    try (Parts parts = new Parts()) {
      StartServer server = StartServer.start(directory, parts);
      ServerLog log = server.deploy(Map.of());
      server.awaitReady();

      boolean hasAddress = Build.value("server").startsWith("wildfly");
      assertEquals(hasAddress ? 1 : 0, log.records("Rehearsed ").size(), log.text());
      MetricText metrics = NodeMetrics.metrics(server.node());
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
        assertEquals(
            0, metrics.value("presence_script_seconds_count", "script=\"" + script + "\""), script);
      }

      Http.Answer answer = Http.get(server.node(), "rehearsal").send();
      assertEquals(404, answer.status());
      assertTrue(answer.isProblem());
    }
  }
}
