package io.pagenow.presence.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.pagenow.presence.aws.settings.DeploymentReader;
import io.pagenow.presence.aws.settings.Variables;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awscdk.App;
import software.amazon.awscdk.assertions.Template;

/** Templates as JSON. */
final class Templates {

  static final ObjectMapper JSON =
      new ObjectMapper()
          .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true)
          .configure(SerializationFeature.INDENT_OUTPUT, true);

  private Templates() {}

  static PresenceStack stack(Map<String, String> variables) {
    return new PresenceStack(
        new App(), DeploymentReader.read(new Variables(variables)), Examples.PROJECT);
  }

  static Template template(Map<String, String> variables) {
    return Template.fromStack(stack(variables));
  }

  static JsonNode json(Template template) {
    return JSON.valueToTree(template.toJSON());
  }

  /** Returns the text with sorted members, so that it can be compared. */
  static String text(JsonNode json) throws JsonProcessingException {
    return JSON.writeValueAsString(JSON.treeToValue(json, Map.class));
  }

  /** Returns the properties of all resources of a type. */
  static List<JsonNode> properties(JsonNode template, String type) {
    return StreamSupport.stream(template.get("Resources").spliterator(), false)
        .filter(resource -> resource.get("Type").asText().equals(type))
        .map(resource -> resource.path("Properties"))
        .toList();
  }

  /** Returns the statements of all policies. */
  static Stream<JsonNode> statements(JsonNode template) {
    return properties(template, "AWS::IAM::Policy").stream()
        .flatMap(
            policy ->
                StreamSupport.stream(policy.at("/PolicyDocument/Statement").spliterator(), false));
  }

  /** Returns the container of the nodes. */
  static JsonNode container(Template template) {
    return containers(template).get(0);
  }

  /** Returns all containers of a task. */
  static JsonNode containers(Template template) {
    return properties(json(template), "AWS::ECS::TaskDefinition")
        .get(0)
        .get("ContainerDefinitions");
  }

  /** Returns the value of an environment variable of a container; missing if it is not set. */
  static JsonNode variable(JsonNode container, String name) {
    for (JsonNode variable : container.get("Environment")) {
      if (variable.get("Name").asText().equals(name)) {
        return variable.get("Value");
      }
    }
    return MissingNode.getInstance();
  }

  /** Returns the sources of the secret variables of a container, by name. */
  static Map<String, JsonNode> secrets(JsonNode container) {
    Map<String, JsonNode> secrets = new TreeMap<>();
    container
        .get("Secrets")
        .forEach(secret -> secrets.put(secret.get("Name").asText(), secret.get("ValueFrom")));
    return secrets;
  }
}
