package io.pagenow.presence.it.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The description of the HTTP interface, with its schemas and its examples of answers. */
final class OpenapiDocument {

  private final JsonNode document;

  private OpenapiDocument(JsonNode document) {
    this.document = document;
  }

  static OpenapiDocument parse(String yaml) throws IOException {
    return new OpenapiDocument(new YAMLMapper().readTree(yaml));
  }

  /**
   * An example of an answer.
   *
   * @param status the status and the media type
   * @param schema a pointer into the document
   */
  record Example(int status, String mediaType, String schema, JsonNode value) {}

  /** Returns all examples of answers, by path, status and name. */
  Map<String, Example> examples() {
    Map<String, Example> examples = new TreeMap<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .at("/get/responses")
                    .properties()
                    .forEach(
                        answer ->
                            addExamples(
                                path.getKey() + " " + answer.getKey(),
                                "/paths/%s/get/responses/%s"
                                    .formatted(path.getKey().replace("/", "~1"), answer.getKey()),
                                examples)));
    return examples;
  }

  private void addExamples(String name, String place, Map<String, Example> examples) {
    JsonNode answer = document.at(place);
    String pointer = place;
    if (answer.has("$ref")) {
      pointer = answer.get("$ref").asText().substring(1);
      answer = document.at(pointer);
    }
    int status = Integer.parseInt(name.substring(name.length() - 3));
    for (Map.Entry<String, JsonNode> content : answer.path("content").properties()) {
      String schema = pointer + "/content/" + content.getKey().replace("/", "~1") + "/schema";
      for (Map.Entry<String, JsonNode> example : content.getValue().path("examples").properties()) {
        examples.put(
            name + " " + example.getKey(),
            new Example(status, content.getKey(), schema, example.getValue().get("value")));
      }
    }
  }

  /** Returns the rules of a schema in the document that a body breaks. */
  Set<String> flaws(JsonNode body, String schema) {
    ObjectNode root = document.deepCopy();
    root.put("$ref", "#" + schema);
    Set<String> flaws = new TreeSet<>();
    JsonSchemaFactory.getInstance(VersionFlag.V202012)
        .getSchema(root)
        .validate(body)
        .forEach(flaw -> flaws.add(flaw.toString()));
    return flaws;
  }
}
