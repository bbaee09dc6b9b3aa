package io.pagenow.presence.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/** Reads the templates as a reviewer does: secrets, rights, rules, and what changed. */
@EnabledIf(value = "io.pagenow.presence.aws.Programs#hasNode", disabledReason = "needs Node.js")
class TemplateReviewTest {

  private enum Example {
    NONE(Examples.none()),
    GIVEN(Examples.given()),
    CLUSTER(Examples.cluster());

    private final Map<String, String> variables;

    Example(Map<String, String> variables) {
      this.variables = variables;
    }
  }

  @ParameterizedTest
  @EnumSource
  void hasNoSecret(Example example) {
    JsonNode template = Templates.json(Templates.template(example.variables));
    List<String> texts = new ArrayList<>();
    collect(template, texts);
    for (String text : texts) {
      assertFalse(text.contains(Examples.PASSWORD), text);
    }
    JsonNode node =
        Templates.properties(template, "AWS::ECS::TaskDefinition")
            .get(0)
            .at("/ContainerDefinitions/0/Environment");
    node.forEach(
        variable -> assertFalse(variable.get("Name").asText().contains("PASSWORD"), "variable"));
    for (JsonNode group : Templates.properties(template, "AWS::ElastiCache::ReplicationGroup")) {
      String token = group.get("AuthToken").toString();
      assertTrue(token.contains("{{resolve:secretsmanager:"), token);
    }
  }

  /** The whole list of what roles may do. A longer list needs a look. */
  @Test
  void rolesMayDoJustThis() {
    Set<String> rights = new TreeSet<>();
    Templates.statements(Templates.json(Templates.template(Examples.none())))
        .forEach(
            statement ->
                asList(statement.get("Action"))
                    .forEach(action -> rights.add(action + " " + resource(statement))));
    assertEquals(
        Set.of(
            "logs:CreateLogStream NodesLogs",
            "logs:PutLogEvents NodesLogs",
            "rds-db:connect :rds-db:us-west-2:123456789012:dbuser:prx-0123456789abcdef0/presence_api",
            "secretsmanager:DescribeSecret presence-api-??????",
            "secretsmanager:DescribeSecret RedisPassword",
            "secretsmanager:GetSecretValue presence-api-??????",
            "secretsmanager:GetSecretValue RedisPassword"),
        rights);
  }

  @SuppressWarnings("deprecation") // The method of the library returns a deprecated type.
  @ParameterizedTest
  @EnumSource
  void breaksNoRuleWithoutAReason(Example example) {
    PresenceStack stack = Templates.stack(example.variables);
    Aspects.of(stack).add(new AwsSolutionsChecks());
    Annotations annotations = Annotations.fromStack(stack);
    List<String> broken =
        Stream.concat(
                annotations.findError("*", Match.stringLikeRegexp("AwsSolutions-.*")).stream(),
                annotations.findWarning("*", Match.stringLikeRegexp("AwsSolutions-.*")).stream())
            .map(message -> message.getId() + ": " + message.getEntry().getData())
            .toList();
    assertEquals(List.of(), broken);
  }

  /** An image that is built needs a right with a star. It is the only one. */
  @Test
  void breaksNoRuleIfTheImageIsBuilt() {
    Map<String, String> variables = Examples.none();
    variables.remove("PRESENCE_IMAGE");
    PresenceStack stack = Templates.stack(variables);
    Aspects.of(stack).add(new AwsSolutionsChecks());
    assertEquals(
        0,
        Annotations.fromStack(stack)
            .findError("*", Match.stringLikeRegexp("AwsSolutions-.*"))
            .size());
    List<String> stars =
        Templates.statements(Templates.json(Template.fromStack(stack)))
            .filter(statement -> statement.get("Resource").asText().equals("*"))
            .flatMap(statement -> asList(statement.get("Action")).stream())
            .toList();
    assertEquals(List.of("ecr:GetAuthorizationToken"), stars);
  }

  /**
   * Compares with the stored template. If a change is intended, run {@code mvn test
   * -Dpresence.snapshot=write} and look at the difference.
   */
  @ParameterizedTest
  @EnumSource
  void isTheStoredTemplate(Example example) throws IOException {
    String text = Templates.text(Templates.json(Templates.template(example.variables))) + "\n";
    Path stored =
        Path.of("src/test/resources/" + example.name().toLowerCase(Locale.ROOT) + ".json");
    if ("write".equals(System.getProperty("presence.snapshot"))) {
      Files.createDirectories(stored.getParent());
      Files.writeString(stored, text);
    }
    assertEquals(Files.readString(stored), text);
  }

  @ParameterizedTest
  @EnumSource
  @EnabledIf(value = "io.pagenow.presence.aws.Programs#hasCfnLint", disabledReason = "cfn-lint")
  void passesCfnLint(Example example, @TempDir Path directory) throws Exception {
    Path file = directory.resolve("template.json");
    Files.writeString(file, Templates.text(Templates.json(Templates.template(example.variables))));
    Process process =
        new ProcessBuilder("cfn-lint", "--regions", "us-west-2", "--", file.toString())
            .redirectErrorStream(true)
            .start();
    String findings = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), findings);
  }

  private static void collect(JsonNode node, List<String> texts) {
    if (node.isTextual()) {
      texts.add(node.asText());
    }
    node.fieldNames().forEachRemaining(texts::add);
    node.forEach(child -> collect(child, texts));
  }

  private static List<String> asList(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isTextual()) {
      texts.add(node.asText());
    }
    node.forEach(child -> texts.add(child.asText()));
    return texts;
  }

  /** Returns the resource of a statement: the last text of its ARN, or the name of the resource. */
  private static String resource(JsonNode statement) {
    JsonNode resource = statement.get("Resource");
    List<String> texts = new ArrayList<>();
    collect(resource, texts);
    String last = texts.get(texts.size() - 1);
    if (resource.has("Fn::GetAtt") || resource.has("Ref")) {
      return resource
          .elements()
          .next()
          .path(0)
          .asText(resource.path("Ref").asText())
          .replaceFirst("[0-9A-F]{8}$", "");
    }
    return last.replaceFirst(".*:secret:", "");
  }
}
