package io.pagenow.presence.it.rest;

import static io.pagenow.presence.it.client.NodeMetrics.metrics;
import static io.pagenow.presence.it.client.NodeMetrics.read;
import static io.pagenow.presence.it.client.Socket.error;
import static io.pagenow.presence.it.client.Socket.message;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.local.Jcmd;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.Markdown;
import io.pagenow.presence.testing.MetricText;
import io.pagenow.presence.testing.MonitoringFiles;
import io.pagenow.presence.testing.WebSocketClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The metrics of a node, as Prometheus reads them. */
class MetricsIT extends SharedServers {

  private static final Duration SCRAPES = Duration.ofSeconds(10);

  @Test
  void onlyCallersWithTheSecretReadThem() throws Exception {
    UserId ann = user("ann");
    for (String authorization :
        new String[] {"", "Bearer", "Bearer wrong", "Bearer " + token(ann), token(ann)}) {
      Http.Answer answer = Http.get(nodeA, "metrics").header("Authorization", authorization).send();
      assertEquals(401, answer.status(), authorization);
      assertTrue(answer.isProblem());
      assertEquals("Bearer", answer.header("WWW-Authenticate"));
    }
    assertEquals(401, Http.get(nodeA, "metrics").send().status());

    Http.Answer answer = read(nodeA);
    assertEquals(200, answer.status());
    assertTrue(answer.header("Content-Type").startsWith("text/plain"), answer.toString());
    assertEquals("no-store", answer.header("Cache-Control"));
  }

  @Test
  void theWayOfAnEventIsMeasuredOnBothNodes() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    MetricText senderBefore = metrics(nodeA);
    MetricText receiverBefore = metrics(nodeB);
    try (Socket here = connect(ann, nodeA);
        Socket there = connect(ben, nodeB)) {
      here.update("https://example.com/", "Example");
      here.next(message("update-presence", ann));
      there.next(message("update-presence", ann));
      here.heartbeat();

      await()
          .atMost(SCRAPES)
          .untilAsserted(
              () -> {
                MetricText sender = metrics(nodeA);
                // Connections of earlier tests may end meanwhile, so there may be fewer than
                // before.
                assertTrue(sender.value("presence_connections") >= 1);
                assertMore(
                    sender,
                    senderBefore,
                    "presence_messages_total",
                    "type=\"update\"",
                    "result=\"recorded\"");
                assertMore(sender, senderBefore, "presence_messages_total", "type=\"heartbeat\"");
                assertMore(
                    sender, senderBefore, "presence_event_age_seconds_count", "source=\"here\"");
                assertMore(
                    sender,
                    senderBefore,
                    "presence_requests_seconds_count",
                    "door=\"ws\"",
                    "status=\"101\"");
                assertMore(
                    sender, senderBefore, "presence_script_seconds_count", "script=\"update\"");
                assertMore(sender, senderBefore, "presence_redis_round_trip_seconds_count");
                assertMore(sender, senderBefore, "presence_script_batch_count");
                assertMore(sender, senderBefore, "presence_query_seconds_count", "result=\"ok\"");
                MetricText receiver = metrics(nodeB);
                assertMore(receiver, receiverBefore, "presence_deliveries_total");
                assertMore(
                    receiver,
                    receiverBefore,
                    "presence_event_age_seconds_count",
                    "source=\"inbox\"");
                assertMore(receiver, receiverBefore, "presence_inbox_lag_seconds_count");
              });
      MetricText receiver = metrics(nodeB);
      assertTrue(
          receiver.value("presence_event_age_seconds_max", "source=\"inbox\"") < 60,
          "Ages are measured with the clock of Redis");
    }
    await()
        .atMost(SCRAPES)
        .untilAsserted(
            () ->
                assertMore(
                    metrics(nodeA),
                    senderBefore,
                    "presence_connections_closed_total",
                    "code=\"1000\""));
  }

  @Test
  void refusalsAreCountedByTheirReasons() throws Exception {
    UserId ann = user("ann");
    MetricText before = metrics(nodeA);
    assertThrows(WebSocketClient.Refused.class, () -> Socket.open(nodeA, "no-token"));
    assertEquals(401, Http.get(nodeA, "api/presence").send().status());
    try (Socket socket = connect(ann, nodeA)) {
      socket.send("no json");
      socket.next(error("invalid-json"));
    }

    MetricText after = metrics(nodeA);
    assertMore(after, before, "presence_token_refusals_total", "reason=\"malformed\"");
    assertMore(after, before, "presence_token_refusals_total", "reason=\"missing\"");
    assertMore(after, before, "presence_messages_refused_total", "code=\"invalid-json\"");
    assertMore(after, before, "presence_requests_seconds_count", "door=\"ws\"", "status=\"401\"");
    assertMore(after, before, "presence_requests_seconds_count", "door=\"rest\"", "status=\"401\"");
  }

  @Test
  void statesOfTheNodeAreReadWithTheMetrics() throws Exception {
    MetricText metrics = metrics(nodeA);
    assertEquals(1, metrics.value("presence_node_running"));
    assertTrue(metrics.value("presence_lease_age_seconds") < 30);
    assertTrue(metrics.value("presence_friend_lists_age_seconds") < 60);
    assertEquals(0, metrics.value("presence_loop_stuck"));
    assertTrue(metrics.samples().containsKey("presence_loop_stuck{loop=\"presence-lease\"}"));
    assertTrue(metrics.names().contains("presence_pending_writes"));
    assertTrue(metrics.value("jvm_memory_used_bytes", "area=\"heap\"") > 0);
    assertTrue(metrics.value("process_cpu_usage") >= 0);
    assertTrue(metrics.names().contains("jvm_gc_pause_seconds_max"), metrics.names().toString());
  }

  @Test
  void dashboardAlertsAndDocumentKnowTheMetricsOfANode() throws Exception {
    Jcmd.ask(TestEnvironment.process(TestEnvironment.NODE_A), "GC.run");
    connect(user("ann"), nodeA).close();
    await().atMost(SCRAPES).until(() -> names().contains("presence_connections_closed_total"));

    Set<String> names = names();
    List<String> expressions = new ArrayList<>(MonitoringFiles.ruleExpressions());
    expressions.addAll(MonitoringFiles.panelExpressions());
    for (String expression : expressions) {
      assertTrue(names.containsAll(MonitoringFiles.metricsIn(expression)), expression);
    }
    Set<String> documented = new TreeSet<>();
    Markdown.table(Path.of("docs/operations.md"), "Metrics")
        .forEach(row -> documented.add(row.get(0).replace("`", "")));
    Set<String> own = new TreeSet<>();
    names.stream()
        .filter(name -> name.startsWith("presence_"))
        .forEach(name -> own.add(name.replaceFirst("_(bucket|count|sum|max)$", "")));
    assertEquals(documented, own);
  }

  private Set<String> names() throws IOException {
    return metrics(nodeA).names();
  }

  /** Values of users must not become labels: they are private, and each takes memory. */
  @Test
  void noUserAndNoPageIsInTheMetrics() throws Exception {
    UserId ann = user("ann");
    try (Socket socket = connect(ann, nodeA)) {
      socket.update("https://secret.example.com/", "Secret");
      socket.next(message("update-presence", ann));
      String text = read(nodeA).body();
      assertFalse(text.contains(ann.value()));
      assertFalse(text.contains("secret.example.com"));
    }
  }

  private static void assertMore(
      MetricText after, MetricText before, String name, String... labels) {
    assertTrue(
        after.value(name, labels) > before.value(name, labels),
        name + String.join(",", labels) + " is still " + before.value(name, labels));
  }
}
