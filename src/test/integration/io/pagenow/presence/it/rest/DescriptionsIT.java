package io.pagenow.presence.it.rest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.pagenow.presence.it.DeployedApplication;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The descriptions that a node serves, and the examples in the one of HTTP. */
class DescriptionsIT extends DeployedApplication {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String PRESENCE = "/api/presence";
  private static final String PAGE = "/api/presence/{userId}";

  /**
   * An example of an answer.
   *
   * @param status the status and the media type
   * @param schema a pointer into the document
   */
  private record Example(int status, String mediaType, String schema, JsonNode value) {}

  private UserId ann;
  private UserId ben;
  private JsonNode document;

  @BeforeEach
  void read() throws Exception {
    ann = user("ann");
    ben = friend("ben", ann);
    document = YAML.readTree(Http.get(nodeA, "openapi.yaml").send().body());
  }

  @Test
  void bothDescriptionsAreServedAsTheyAre() throws Exception {
    for (String file : new String[] {"openapi.yaml", "asyncapi.yaml"}) {
      Http.Answer answer = Http.get(nodeA, file).send();
      assertEquals(200, answer.status());
      assertTrue(answer.header("Content-Type").startsWith("application/yaml"), file);
      assertEquals(Files.readString(Path.of("docs", file)), answer.body());
    }
    String page = Http.get(nodeA, "").send().body();
    assertTrue(page.contains("href=\"openapi.yaml\""));
    assertTrue(page.contains("href=\"asyncapi.yaml\""));
  }

  @Test
  void everyExampleIsWhatANodeAnswers() throws Exception {
    Map<String, Example> examples = examples();
    Map<String, Http.Answer> answers = answers();

    assertEquals(new TreeSet<>(examples.keySet()), new TreeSet<>(answers.keySet()));
    for (Map.Entry<String, Http.Answer> entry : answers.entrySet()) {
      String name = entry.getKey();
      Http.Answer answer = entry.getValue();
      Example example = Objects.requireNonNull(examples.get(name));
      assertEquals(example.status(), answer.status(), name);
      assertTrue(answer.header("Content-Type").startsWith(example.mediaType()), name);
      JsonNode body = YAML.readTree(answer.body());
      assertEquals(Set.of(), flaws(body, example.schema()), name + ": the answer");
      assertEquals(Set.of(), flaws(example.value(), example.schema()), name + ": the example");
      if (name.startsWith(PAGE) || example.status() != 200) {
        assertEquals(example.value(), body, name);
      }
    }
  }

  /** Calls the node once for each example, in the situation that the example shows. */
  private Map<String, Http.Answer> answers() throws Exception {
    Map<String, Http.Answer> answers = new TreeMap<>();
    answers.put("/page-settings 200 settings", Http.get(nodeA, "page-settings").send());
    answers.put("/health/live 200 up", Http.get(nodeA, "health/live").send());
    answers.put("/health/ready 200 up", Http.get(nodeA, "health/ready").send());
    answers.put("/metrics 401 noSecret", Http.get(nodeA, "metrics").send());
    answers.put(PAGE + " 200 offline", get("api/presence/" + ben, ann));
    try (Socket socket = connect(ben, nodeA)) {
      share(socket, "", "");
      answers.put(PAGE + " 200 hidden", get("api/presence/" + ben, ann));
      share(socket, "https://www.example.com/x", "Example");
      answers.put(PAGE + " 200 online", get("api/presence/" + ben, ann));
      answers.put(PRESENCE + " 200 snapshot", get("api/presence", ann));
    }
    answers.put(PAGE + " 403 stranger", get("api/presence/" + user("zoe"), ann));
    String expired =
        TestEnvironment.issuer()
            .token(ann, claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(1))));
    for (String path : new String[] {PRESENCE, PAGE}) {
      String real = path.substring(1).replace("{userId}", ben.value());
      answers.put(path + " 401 noToken", Http.get(nodeA, real).send());
      answers.put(
          path + " 401 expired", Http.get(nodeA, real).header("Authorization", expired).send());
    }
    answers.put(
        PRESENCE + " 403 origin",
        Http.get(nodeA, "api/presence")
            .header("Authorization", token(ann))
            .header("Origin", "https://evil.example")
            .send());
    answers.put(
        PRESENCE + " 406 onlyXml",
        Http.get(nodeA, "api/presence")
            .header("Authorization", token(ann))
            .header("Accept", "application/xml")
            .send());
    TestEnvironment.databaseProxy().pause();
    answers.put(PRESENCE + " 503 outage", get("api/presence", ann));
    answers.put(PAGE + " 503 outage", get("api/presence/" + ben, ann));
    return answers;
  }

  private void share(Socket socket, String url, String title) {
    int before = socket.texts().size();
    socket.update(url, title);
    await().until(() -> socket.texts().size() > before);
  }

  /** Returns all examples of answers, by path, status and name. */
  private Map<String, Example> examples() {
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
  private Set<String> flaws(JsonNode body, String schema) {
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
