package io.pagenow.presence.aws;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/** What the template has for given values and for {@code none}. */
@EnabledIf(value = "io.pagenow.presence.aws.Programs#hasNode", disabledReason = "needs Node.js")
class PresenceStackTest {

  private static final String GROUP = "AWS::ElastiCache::ReplicationGroup";
  private static final String INGRESS = "AWS::EC2::SecurityGroupIngress";

  private static Template none;
  private static Template given;
  private static Template cluster;

  @BeforeAll
  static void write() {
    none = Templates.template(Examples.none());
    given = Templates.template(Examples.given());
    cluster = Templates.template(Examples.cluster());
  }

  @Test
  void atLeastTwoNodesRunWithoutPublicAddresses() {
    none.hasResourceProperties(
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
    none.hasResourceProperties(
        "AWS::ECS::TaskDefinition",
        Map.of("ContainerDefinitions", List.of(Match.objectLike(container))));
  }

  @Test
  void loadBalancerSuitsSockets() {
    none.hasResourceProperties(
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        Map.of(
            "HealthCheckPath",
            "/presence-api/health/ready",
            "TargetGroupAttributes",
            Match.arrayWith(
                List.of(
                    attribute("deregistration_delay.timeout_seconds", "5"),
                    attribute("load_balancing.algorithm.type", "least_outstanding_requests")))));
    assertEquals("60", balancerAttribute(none, "idle_timeout.timeout_seconds"));
    assertEquals("240", balancerAttribute(given, "idle_timeout.timeout_seconds"));
    assertEquals(
        "true", balancerAttribute(none, "routing.http.drop_invalid_header_fields.enabled"));
  }

  @Test
  void nothingLogsUrls() {
    for (Template template : List.of(none, given)) {
      String text = Templates.json(template).toString();
      assertFalse(text.contains("access_logs.s3.bucket"), "access log of the load balancer");
    }
    Templates.properties(Templates.json(none), "AWS::CloudFront::Distribution")
        .forEach(found -> assertTrue(found.at("/DistributionConfig/Logging").isMissingNode()));
  }

  @Test
  void withoutADomainCloudFrontIsTheEntryOfAnInternalLoadBalancer() {
    none.hasResourceProperties(
        "AWS::ElasticLoadBalancingV2::LoadBalancer", Map.of("Scheme", "internal"));
    none.resourceCountIs("AWS::CloudFront::VpcOrigin", 1);
    none.hasResourceProperties(
        "AWS::CloudFront::Distribution",
        Match.objectLike(
            Map.of(
                "DistributionConfig",
                Match.objectLike(
                    Map.of(
                        "DefaultCacheBehavior",
                        Match.objectLike(Map.of("ViewerProtocolPolicy", "https-only")))))));
  }

  @Test
  void withADomainTheLoadBalancerIsPublicAndEndsTls() {
    given.resourceCountIs("AWS::CloudFront::Distribution", 0);
    given.hasResourceProperties(
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        Map.of(
            "Scheme",
            "internet-facing",
            "Subnets",
            List.of("subnet-0ccccccccccccccc1", "subnet-0ccccccccccccccc2")));
    given.hasResourceProperties(
        "AWS::ElasticLoadBalancingV2::Listener",
        Map.of(
            "Port",
            443,
            "Protocol",
            "HTTPS",
            "Certificates",
            List.of(
                Map.of(
                    "CertificateArn", "arn:aws:acm:us-west-2:123456789012:certificate/made-up"))));
  }

  @Test
  void bothAddressesAreOutputs() {
    assertEquals(
        "wss://presence.example.com/presence-api/ws",
        Templates.json(given).at("/Outputs/websocketApiUrl/Value").asText());
    assertEquals(
        "https://presence.example.com/presence-api/api",
        Templates.json(given).at("/Outputs/restApiUrl/Value").asText());
    String socket = Templates.json(none).at("/Outputs/websocketApiUrl/Value").toString();
    assertTrue(socket.contains("wss://") && socket.contains("DomainName"), socket);
    String rest = Templates.json(none).at("/Outputs/restApiUrl/Value").toString();
    assertTrue(rest.contains("https://") && rest.contains("/presence-api/api"), rest);
  }

  @Test
  void noneMakesARedisOfTwoNodesThatFailsOverAndNeverEvicts() {
    none.hasResourceProperties(
        GROUP,
        Map.of(
            "Engine", "redis",
            "NumCacheClusters", 2,
            "AutomaticFailoverEnabled", true,
            "MultiAZEnabled", true,
            "TransitEncryptionEnabled", true,
            "AtRestEncryptionEnabled", true));
    none.hasResourceProperties(
        "AWS::ElastiCache::ParameterGroup",
        Map.of("Properties", Map.of("maxmemory-policy", "noeviction")));
    JsonNode node = container(none);
    assertEquals("true", variable(node, "REDIS_TLS").asText());
    assertTrue(
        variable(node, "REDIS_READER_ENDPOINT_ADDRESS").toString().contains("ReaderEndPoint"));
    assertTrue(secrets(node).containsKey("REDIS_PASSWORD"));
  }

  @Test
  void aGivenRedisIsUsed() {
    given.resourceCountIs(GROUP, 0);
    JsonNode node = container(given);
    assertEquals("redis.example.com", variable(node, "REDIS_PRIMARY_ENDPOINT_ADDRESS").asText());
    assertEquals("6380", variable(node, "REDIS_PRIMARY_ENDPOINT_PORT").asText());
    assertEquals("reader.example.com", variable(node, "REDIS_READER_ENDPOINT_ADDRESS").asText());
    assertEquals("6381", variable(node, "REDIS_READER_ENDPOINT_PORT").asText());
  }

  @Test
  void partitionsMakeACluster() {
    cluster.hasResourceProperties(
        GROUP, Map.of("Engine", "valkey", "NumNodeGroups", 3, "ReplicasPerNodeGroup", 1));
    cluster.hasResourceProperties(
        "AWS::ElastiCache::ParameterGroup",
        Map.of(
            "CacheParameterGroupFamily",
            "valkey8",
            "Properties",
            Map.of("maxmemory-policy", "noeviction", "cluster-enabled", "yes")));
    JsonNode node = container(cluster);
    assertEquals("12", variable(node, "PRESENCE_PARTITIONS").asText());
    assertTrue(variable(node, "REDIS_READER_ENDPOINT_ADDRESS").isMissingNode());
    assertTrue(
        variable(node, "REDIS_PRIMARY_ENDPOINT_ADDRESS")
            .toString()
            .contains("ConfigurationEndPoint"));
  }

  @Test
  void nodesGetTheSettings() {
    JsonNode node = container(given);
    assertEquals("240000", variable(node, "TIMEOUT").asText());
    assertEquals("us-west-2", variable(node, "AWS_REGION").asText());
    assertEquals("verify-full", variable(node, "RDS_SSL_MODE").asText());
    assertEquals(
        "https://chat.example.com,https://presence.example.com",
        variable(node, "CLIENT_URL").asText());
    assertEquals(
        List.of("PRESENCE_METRICS_SECRET", "RDS_PASSWORD", "REDIS_PASSWORD"),
        List.copyOf(secrets(node).keySet()));
  }

  @Test
  void nodesScaleByConnectionsAndCpu() {
    none.hasResourceProperties(
        "AWS::ApplicationAutoScaling::ScalableTarget", Map.of("MinCapacity", 2, "MaxCapacity", 6));
    none.hasResourceProperties(
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        Match.objectLike(
            Map.of(
                "TargetTrackingScalingPolicyConfiguration",
                Match.objectLike(
                    Map.of(
                        "PredefinedMetricSpecification",
                        Map.of("PredefinedMetricType", "ECSServiceAverageCPUUtilization"))))));
    none.hasResourceProperties(
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
    for (JsonNode alarm : Templates.properties(Templates.json(given), "AWS::CloudWatch::Alarm")) {
      assertEquals(
          "[\"arn:aws:sns:us-west-2:123456789012:alarms\"]", alarm.get("AlarmActions").toString());
    }
    none.resourceCountIs("AWS::CloudWatch::Alarm", 12);
    given.resourceCountIs("AWS::CloudWatch::Alarm", 11);
    cluster.resourceCountIs("AWS::CloudWatch::Alarm", 24);
  }

  /** The secret is both the key to the metrics and what turns them on. */
  @Test
  void aContainerReadsTheMetricsOfEachNodeIfThereIsASecret() {
    assertEquals(1, containers(none).size());
    JsonNode collector = containers(given).get(1);
    assertEquals("collector", collector.get("Name").asText());
    assertFalse(collector.get("Essential").asBoolean());
    assertEquals(MetricsCollector.IMAGE, collector.get("Image").asText());
    assertEquals(Set.of("PRESENCE_METRICS_SECRET"), secrets(collector).keySet());
    String configuration = variable(collector, "AOT_CONFIG_CONTENT").asText();
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
    for (JsonNode alarm : Templates.properties(Templates.json(given), "AWS::CloudWatch::Alarm")) {
      if (alarm.path("Namespace").asText().equals("PresenceApi/Nodes")) {
        assertEquals(
            "[{\"Name\":\"system\",\"Value\":\"presence-api\"}]",
            alarm.get("Dimensions").toString());
        alarmed.add(alarm.get("MetricName").asText());
      }
    }
    assertEquals(Set.copyOf(MetricsCollector.METRICS), alarmed);
    String configuration = variable(containers(given).get(1), "AOT_CONFIG_CONTENT").asText();
    assertTrue(configuration.matches("(?s).*labels:\\s+system: presence-api\n.*"), configuration);
    assertTrue(configuration.contains("regex: " + String.join("|", MetricsCollector.METRICS)));
  }

  @Test
  void loadBalancerDoesNotForwardTheMetrics() {
    for (Template template : List.of(none, given)) {
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

  @Test
  void onlyNodesReachRedisAndTheProxy() {
    assertEquals(
        Set.of(
            "NodeGroup to 5432 of sg-0123456789abcdef0",
            "NodeGroup to 6379 of RedisGroup",
            "BalancerGroup to 8080 of NodeGroup"),
        rules(none));
    // The groups themselves have no rules for Redis and nodes.
    for (JsonNode group : Templates.properties(Templates.json(none), "AWS::EC2::SecurityGroup")) {
      boolean balancer = group.get("GroupDescription").asText().startsWith("Load balancer");
      assertEquals(balancer, group.has("SecurityGroupIngress"), group.toString());
    }
  }

  @Test
  void givenGroupsKeepTheirRules() {
    assertEquals(
        Set.of(
            "pl-0123456789abcdef0 to 443 of BalancerGroup",
            "BalancerGroup to 8080 of sg-0aaaaaaaaaaaaaaaa"),
        rules(given));
  }

  /** Returns the rules between groups, without the hash at the end of each logical id. */
  private static Set<String> rules(Template template) {
    return Templates.properties(Templates.json(template), INGRESS).stream()
        .map(
            rule ->
                name(rule.path("SourceSecurityGroupId"), rule.path("SourcePrefixListId").asText())
                    + " to "
                    + rule.get("FromPort")
                    + " of "
                    + name(rule.get("GroupId"), ""))
        .collect(toSet());
  }

  private static String name(JsonNode group, String otherwise) {
    String id = group.at("/Fn::GetAtt/0").asText(group.asText(otherwise));
    return id.isEmpty() ? otherwise : id.replaceFirst("(?<=Group)[0-9A-F]{8}$", "");
  }

  private static Map<String, String> attribute(String key, String value) {
    return Map.of("Key", key, "Value", value);
  }

  private static String balancerAttribute(Template template, String key) {
    JsonNode balancer =
        Templates.properties(Templates.json(template), "AWS::ElasticLoadBalancingV2::LoadBalancer")
            .get(0);
    return StreamSupport.stream(balancer.get("LoadBalancerAttributes").spliterator(), false)
        .filter(attribute -> attribute.get("Key").asText().equals(key))
        .map(attribute -> attribute.get("Value").asText())
        .findFirst()
        .orElse("");
  }

  private static JsonNode container(Template template) {
    return containers(template).get(0);
  }

  private static JsonNode containers(Template template) {
    return Templates.properties(Templates.json(template), "AWS::ECS::TaskDefinition")
        .get(0)
        .get("ContainerDefinitions");
  }

  private static JsonNode variable(JsonNode container, String name) {
    for (JsonNode variable : container.get("Environment")) {
      if (variable.get("Name").asText().equals(name)) {
        return variable.get("Value");
      }
    }
    return MissingNode.getInstance();
  }

  private static Map<String, JsonNode> secrets(JsonNode container) {
    Map<String, JsonNode> secrets = new TreeMap<>();
    container
        .get("Secrets")
        .forEach(secret -> secrets.put(secret.get("Name").asText(), secret.get("ValueFrom")));
    return secrets;
  }
}
