package io.pagenow.presence.aws;

import static io.pagenow.presence.aws.StackTemplates.CLUSTER;
import static io.pagenow.presence.aws.StackTemplates.GIVEN;
import static io.pagenow.presence.aws.StackTemplates.NONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Redis, for given values, for {@code none} and with partitions. */
@EnabledIf(value = "io.pagenow.presence.aws.Programs#hasNode", disabledReason = "needs Node.js")
class RedisGroupTest {

  private static final String GROUP = "AWS::ElastiCache::ReplicationGroup";

  @Test
  void noneMakesARedisOfTwoNodesThatFailsOverAndNeverEvicts() {
    NONE.hasResourceProperties(
        GROUP,
        Map.of(
            "Engine", "redis",
            "NumCacheClusters", 2,
            "AutomaticFailoverEnabled", true,
            "MultiAZEnabled", true,
            "TransitEncryptionEnabled", true,
            "AtRestEncryptionEnabled", true));
    NONE.hasResourceProperties(
        "AWS::ElastiCache::ParameterGroup",
        Map.of("Properties", Map.of("maxmemory-policy", "noeviction")));
    JsonNode node = Templates.container(NONE);
    assertEquals("true", Templates.variable(node, "REDIS_TLS").asText());
    assertTrue(
        Templates.variable(node, "REDIS_READER_ENDPOINT_ADDRESS")
            .toString()
            .contains("ReaderEndPoint"));
    assertTrue(Templates.secrets(node).containsKey("REDIS_PASSWORD"));
  }

  @Test
  void aGivenRedisIsUsed() {
    GIVEN.resourceCountIs(GROUP, 0);
    JsonNode node = Templates.container(GIVEN);
    assertEquals(
        "redis.example.com", Templates.variable(node, "REDIS_PRIMARY_ENDPOINT_ADDRESS").asText());
    assertEquals("6380", Templates.variable(node, "REDIS_PRIMARY_ENDPOINT_PORT").asText());
    assertEquals(
        "reader.example.com", Templates.variable(node, "REDIS_READER_ENDPOINT_ADDRESS").asText());
    assertEquals("6381", Templates.variable(node, "REDIS_READER_ENDPOINT_PORT").asText());
  }

  @Test
  void partitionsMakeACluster() {
    CLUSTER.hasResourceProperties(
        GROUP, Map.of("Engine", "valkey", "NumNodeGroups", 3, "ReplicasPerNodeGroup", 1));
    CLUSTER.hasResourceProperties(
        "AWS::ElastiCache::ParameterGroup",
        Map.of(
            "CacheParameterGroupFamily",
            "valkey8",
            "Properties",
            Map.of("maxmemory-policy", "noeviction", "cluster-enabled", "yes")));
    JsonNode node = Templates.container(CLUSTER);
    assertEquals("12", Templates.variable(node, "PRESENCE_PARTITIONS").asText());
    assertTrue(Templates.variable(node, "REDIS_READER_ENDPOINT_ADDRESS").isMissingNode());
    assertTrue(
        Templates.variable(node, "REDIS_PRIMARY_ENDPOINT_ADDRESS")
            .toString()
            .contains("ConfigurationEndPoint"));
  }
}
