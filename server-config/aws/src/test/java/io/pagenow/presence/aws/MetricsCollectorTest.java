package io.pagenow.presence.aws;

import static io.pagenow.presence.aws.StackTemplates.GIVEN;
import static io.pagenow.presence.aws.StackTemplates.NONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagenow.presence.aws.node.MetricsCollector;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/** How the metrics of the nodes are read, what alarms use, and that no other program reads them. */
@EnabledIf(value = "io.pagenow.presence.aws.Programs#hasNode", disabledReason = "needs Node.js")
class MetricsCollectorTest {

  /** The secret is both the key to the metrics and what turns them on. */
  @Test
  void aContainerReadsTheMetricsOfEachNodeIfThereIsASecret() {
    assertEquals(1, Templates.containers(NONE).size());
    JsonNode collector = Templates.containers(GIVEN).get(1);
    assertEquals("collector", collector.get("Name").asText());
    assertFalse(collector.get("Essential").asBoolean());
    assertEquals(MetricsCollector.IMAGE, collector.get("Image").asText());
    assertEquals(Set.of("PRESENCE_METRICS_SECRET"), Templates.secrets(collector).keySet());
    String configuration = Templates.variable(collector, "AOT_CONFIG_CONTENT").asText();
    assertTrue(configuration.contains("metrics_path: /presence-api/metrics\n"), configuration);
    assertTrue(configuration.contains("credentials: ${env:PRESENCE_METRICS_SECRET}\n"));
    assertTrue(configuration.contains("targets: [\"127.0.0.1:8080\"]\n"));
    assertTrue(configuration.contains("region: us-west-2\n"));
  }

  /** A test of the application compares that page with the metrics of a running node. */
  @Test
  void alarmsOnMetricsUseNamesThatANodeExports() throws IOException {
    String page = Files.readString(Examples.PROJECT.resolve("docs/operations.md"));
    for (String name : MetricsCollector.METRICS) {
      assertTrue(page.contains("\n| `" + name + "` |"), name);
    }
    Set<String> alarmed = new HashSet<>();
    for (JsonNode alarm : Templates.properties(Templates.json(GIVEN), "AWS::CloudWatch::Alarm")) {
      if (alarm.path("Namespace").asText().equals("PresenceApi/Nodes")) {
        assertEquals(
            "[{\"Name\":\"system\",\"Value\":\"presence-api\"}]",
            alarm.get("Dimensions").toString());
        alarmed.add(alarm.get("MetricName").asText());
      }
    }
    assertEquals(Set.copyOf(MetricsCollector.METRICS), alarmed);
    String configuration =
        Templates.variable(Templates.containers(GIVEN).get(1), "AOT_CONFIG_CONTENT").asText();
    assertTrue(configuration.matches("(?s).*labels:\\s+system: presence-api\n.*"), configuration);
    assertTrue(configuration.contains("regex: " + String.join("|", MetricsCollector.METRICS)));
  }

  @Test
  void loadBalancerDoesNotForwardTheMetrics() {
    for (Template template : List.of(NONE, GIVEN)) {
      template.hasResourceProperties(
          "AWS::ElasticLoadBalancingV2::ListenerRule",
          Map.of(
              "Priority",
              5,
              "Conditions",
              List.of(
                  Map.of(
                      "Field",
                      "path-pattern",
                      "PathPatternConfig",
                      Map.of("Values", List.of("/presence-api/metrics*")))),
              "Actions",
              List.of(
                  Match.objectLike(
                      Map.of(
                          "Type",
                          "fixed-response",
                          "FixedResponseConfig",
                          Match.objectLike(Map.of("StatusCode", "404")))))));
    }
  }
}
