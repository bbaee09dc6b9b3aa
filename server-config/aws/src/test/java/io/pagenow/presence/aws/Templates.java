package io.pagenow.presence.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.List;
import java.util.Map;
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
}
