package io.pagenow.presence.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awscdk.assertions.Template;

/** Redis, for given values, for {@code none} and with partitions. */
@EnabledIf(value = "io.pagenow.presence.aws.Programs#hasNode", disabledReason = "needs Node.js")
class RedisGroupTest {

  private static final String GROUP = "AWS::ElastiCache::ReplicationGroup";

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
    JsonNode node = Templates.container(none);
    assertEquals("true", Templates.variable(node, "REDIS_TLS").asText());
    assertTrue(
        Templates.variable(node, "REDIS_READER_ENDPOINT_ADDRESS")
            .toString()
            .contains("ReaderEndPoint"));
    assertTrue(Templates.secrets(node).containsKey("REDIS_PASSWORD"));
  }

  @Test
  void aGivenRedisIsUsed() {
    given.resourceCountIs(GROUP, 0);
    JsonNode node = Templates.container(given);
    assertEquals(
        "redis.example.com", Templates.variable(node, "REDIS_PRIMARY_ENDPOINT_ADDRESS").asText());
    assertEquals("6380", Templates.variable(node, "REDIS_PRIMARY_ENDPOINT_PORT").asText());
    assertEquals(
        "reader.example.com", Templates.variable(node, "REDIS_READER_ENDPOINT_ADDRESS").asText());
    assertEquals("6381", Templates.variable(node, "REDIS_READER_ENDPOINT_PORT").asText());
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
    JsonNode node = Templates.container(cluster);
    assertEquals("12", Templates.variable(node, "PRESENCE_PARTITIONS").asText());
    assertTrue(Templates.variable(node, "REDIS_READER_ENDPOINT_ADDRESS").isMissingNode());
    assertTrue(
        Templates.variable(node, "REDIS_PRIMARY_ENDPOINT_ADDRESS")
            .toString()
            .contains("ConfigurationEndPoint"));
  }
}
