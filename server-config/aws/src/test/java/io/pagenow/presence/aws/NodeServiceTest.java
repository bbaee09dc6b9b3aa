package io.pagenow.presence.aws;

import static io.pagenow.presence.aws.StackTemplates.CLUSTER;
import static io.pagenow.presence.aws.StackTemplates.GIVEN;
import static io.pagenow.presence.aws.StackTemplates.NONE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awscdk.assertions.Match;

/** The service of the nodes: its tasks, settings, scaling and alarms. */
@EnabledIf(value = "io.pagenow.presence.aws.Programs#hasNode", disabledReason = "needs Node.js")
class NodeServiceTest {

  @Test
  void atLeastTwoNodesRunWithoutPublicAddresses() {
    NONE.hasResourceProperties(
        "AWS::ECS::Service",
        Map.of(
            "DesiredCount",
            2,
            "LaunchType",
            "FARGATE",
            "DeploymentConfiguration",
            Map.of(
                "MinimumHealthyPercent", 100,
                "MaximumPercent", 200,
                "DeploymentCircuitBreaker", Map.of("Enable", true, "Rollback", true)),
            "NetworkConfiguration",
            Map.of(
                "AwsvpcConfiguration",
                Match.objectLike(
                    Map.of(
                        "AssignPublicIp",
                        "DISABLED",
                        "Subnets",
                        List.of("subnet-0123456789abcdef0", "subnet-0123456789abcdef1"))))));
  }

  @Test
  void nodesHaveTimeToDrain() {
    Map<String, Object> container = new HashMap<>();
    container.put("StopTimeout", 60);
    container.put("Image", "123456789012.dkr.ecr.us-west-2.amazonaws.com/presence-api:1");
    NONE.hasResourceProperties(
        "AWS::ECS::TaskDefinition",
        Map.of("ContainerDefinitions", List.of(Match.objectLike(container))));
  }

  @Test
  void nodesGetTheSettings() {
    JsonNode node = Templates.container(GIVEN);
    assertEquals("240000", Templates.variable(node, "TIMEOUT").asText());
    assertEquals("us-west-2", Templates.variable(node, "AWS_REGION").asText());
    assertEquals("verify-full", Templates.variable(node, "RDS_SSL_MODE").asText());
    assertEquals(
        "https://chat.example.com,https://presence.example.com",
        Templates.variable(node, "CLIENT_URL").asText());
    assertEquals(
        List.of("PRESENCE_METRICS_SECRET", "RDS_PASSWORD", "REDIS_PASSWORD"),
        List.copyOf(Templates.secrets(node).keySet()));
  }

  @Test
  void nodesScaleByConnectionsAndCpu() {
    NONE.hasResourceProperties(
        "AWS::ApplicationAutoScaling::ScalableTarget", Map.of("MinCapacity", 2, "MaxCapacity", 6));
    NONE.hasResourceProperties(
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        Match.objectLike(
            Map.of(
                "TargetTrackingScalingPolicyConfiguration",
                Match.objectLike(
                    Map.of(
                        "PredefinedMetricSpecification",
                        Map.of("PredefinedMetricType", "ECSServiceAverageCPUUtilization"))))));
    NONE.hasResourceProperties(
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        Match.objectLike(
            Map.of(
                "TargetTrackingScalingPolicyConfiguration",
                Match.objectLike(
                    Map.of(
                        "TargetValue",
                        8000,
                        "CustomizedMetricSpecification",
                        Map.of(
                            "Metrics",
                            Match.arrayWith(
                                List.of(
                                    Match.objectLike(
                                        Map.of("Expression", "connections / 2 / nodes"))))))))));
  }

  @Test
  void alarmsGoToTheTopic() {
    for (JsonNode alarm : Templates.properties(Templates.json(GIVEN), "AWS::CloudWatch::Alarm")) {
      assertEquals(
          "[\"arn:aws:sns:us-west-2:123456789012:alarms\"]", alarm.get("AlarmActions").toString());
    }
    NONE.resourceCountIs("AWS::CloudWatch::Alarm", 12);
    GIVEN.resourceCountIs("AWS::CloudWatch::Alarm", 11);
    CLUSTER.resourceCountIs("AWS::CloudWatch::Alarm", 24);
  }
}
