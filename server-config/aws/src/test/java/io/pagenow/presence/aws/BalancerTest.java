package io.pagenow.presence.aws;

import static io.pagenow.presence.aws.StackTemplates.GIVEN;
import static io.pagenow.presence.aws.StackTemplates.NONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/** The load balancer and its outputs, for given values and for {@code none}. */
@EnabledIf(value = "io.pagenow.presence.aws.Programs#hasNode", disabledReason = "needs Node.js")
class BalancerTest {

  @Test
  void loadBalancerSuitsSockets() {
    NONE.hasResourceProperties(
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        Map.of(
            "HealthCheckPath",
            "/presence-api/health/ready",
            "TargetGroupAttributes",
            Match.arrayWith(
                List.of(
                    attribute("deregistration_delay.timeout_seconds", "5"),
                    attribute("load_balancing.algorithm.type", "least_outstanding_requests")))));
    assertEquals("60", balancerAttribute(NONE, "idle_timeout.timeout_seconds"));
    assertEquals("240", balancerAttribute(GIVEN, "idle_timeout.timeout_seconds"));
    assertEquals(
        "true", balancerAttribute(NONE, "routing.http.drop_invalid_header_fields.enabled"));
  }

  @Test
  void nothingLogsUrls() {
    for (Template template : List.of(NONE, GIVEN)) {
      String text = Templates.json(template).toString();
      assertFalse(text.contains("access_logs.s3.bucket"), "access log of the load balancer");
    }
    Templates.properties(Templates.json(NONE), "AWS::CloudFront::Distribution")
        .forEach(found -> assertTrue(found.at("/DistributionConfig/Logging").isMissingNode()));
  }

  @Test
  void withoutADomainCloudFrontIsTheEntryOfAnInternalLoadBalancer() {
    NONE.hasResourceProperties(
        "AWS::ElasticLoadBalancingV2::LoadBalancer", Map.of("Scheme", "internal"));
    NONE.resourceCountIs("AWS::CloudFront::VpcOrigin", 1);
    NONE.hasResourceProperties(
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
    GIVEN.resourceCountIs("AWS::CloudFront::Distribution", 0);
    GIVEN.hasResourceProperties(
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        Map.of(
            "Scheme",
            "internet-facing",
            "Subnets",
            List.of("subnet-0ccccccccccccccc1", "subnet-0ccccccccccccccc2")));
    GIVEN.hasResourceProperties(
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
        Templates.json(GIVEN).at("/Outputs/websocketApiUrl/Value").asText());
    assertEquals(
        "https://presence.example.com/presence-api/api",
        Templates.json(GIVEN).at("/Outputs/restApiUrl/Value").asText());
    String socket = Templates.json(NONE).at("/Outputs/websocketApiUrl/Value").toString();
    assertTrue(socket.contains("wss://") && socket.contains("DomainName"), socket);
    String rest = Templates.json(NONE).at("/Outputs/restApiUrl/Value").toString();
    assertTrue(rest.contains("https://") && rest.contains("/presence-api/api"), rest);
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
}
