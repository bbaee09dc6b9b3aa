package io.pagenow.presence.aws;

import static io.pagenow.presence.aws.StackTemplates.GIVEN;
import static io.pagenow.presence.aws.StackTemplates.NONE;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awscdk.assertions.Template;

/** The rules of the security groups, for given values and for {@code none}. */
@EnabledIf(value = "io.pagenow.presence.aws.Programs#hasNode", disabledReason = "needs Node.js")
class SecurityGroupsTest {

  private static final String INGRESS = "AWS::EC2::SecurityGroupIngress";

  @Test
  void onlyNodesReachRedisAndTheProxy() {
    assertEquals(
        Set.of(
            "NodeGroup to 5432 of sg-0123456789abcdef0",
            "NodeGroup to 6379 of RedisGroup",
            "BalancerGroup to 8080 of NodeGroup"),
        rules(NONE));
    // The groups themselves have no rules for Redis and nodes.
    for (JsonNode group : Templates.properties(Templates.json(NONE), "AWS::EC2::SecurityGroup")) {
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
        rules(GIVEN));
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
}
