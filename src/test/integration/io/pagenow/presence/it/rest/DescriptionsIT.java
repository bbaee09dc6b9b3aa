package io.pagenow.presence.it.rest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
class DescriptionsIT extends SharedServers {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String PRESENCE = "/api/presence";
  private static final String PAGE = "/api/presence/{userId}";

  private UserId ann;
  private UserId ben;
  private OpenapiDocument document;

  @BeforeEach
  void read() throws Exception {
    ann = user("ann");
    ben = friend("ben", ann);
    document = OpenapiDocument.parse(Http.get(nodeA, "openapi.yaml").send().body());
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
    Map<String, OpenapiDocument.Example> examples = document.examples();
    Map<String, Http.Answer> answers = answers();

    assertEquals(new TreeSet<>(examples.keySet()), new TreeSet<>(answers.keySet()));
    for (Map.Entry<String, Http.Answer> entry : answers.entrySet()) {
      String name = entry.getKey();
      Http.Answer answer = entry.getValue();
      OpenapiDocument.Example example = Objects.requireNonNull(examples.get(name));
      assertEquals(example.status(), answer.status(), name);
      assertTrue(answer.header("Content-Type").startsWith(example.mediaType()), name);
      JsonNode body = YAML.readTree(answer.body());
      assertEquals(Set.of(), document.flaws(body, example.schema()), name + ": the answer");
      assertEquals(
          Set.of(), document.flaws(example.value(), example.schema()), name + ": the example");
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
      answers.put(PRESENCE + " 200 someFriends", get("api/presence?ids=" + ben, ann));
      String since = everything(answers).getString("since");
      share(socket, "https://www.example.com/x", "Changed");
      answers.put(PRESENCE + " 200 changes", get("api/presence?since=" + since, ann));
      addReports(answers);
    }
    answers.put(PRESENCE + " 400 noIds", get("api/presence?ids=", ann));
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

  /** Adds an answer to an empty {@code since}, once the node knows what it has delivered. */
  private JsonObject everything(Map<String, Http.Answer> answers) {
    Http.Answer everything =
        await()
            // A node that was without Redis reads again what it may have missed.
            .atMost(Duration.ofMinutes(1))
            .until(() -> get("api/presence?since=", ann), last -> !last.json().isNull("since"));
    answers.put(PRESENCE + " 200 everything", everything);
    return everything.json();
  }

  /** Adds answers about connections, histories and nodes, while Ben has a connection. */
  private void addReports(Map<String, Http.Answer> answers) throws Exception {
    UserId operator = user("operator");
    answers.put("/api/me/connections 200 connections", get("api/me/connections", ben));
    answers.put("/api/me/history 200 history", get("api/me/history", ben));
    people.shareOnly(ben, "github.com", "www.example.com");
    answers.put("/api/me/sharing 200 allowList", get("api/me/sharing", ben));
    answers.put(
        "/api/users/{userId}/connections 200 connections",
        get("api/users/" + ben + "/connections", operator));
    answers.put("/api/nodes 200 nodes", get("api/nodes", operator));
    answers.put("/api/nodes 403 noOperator", get("api/nodes", ann));
  }

  private void share(Socket socket, String url, String title) {
    int before = socket.texts().size();
    socket.update(url, title);
    await().until(() -> socket.texts().size() > before);
  }
}
