package io.pagenow.presence.it.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.client.Http;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Paths with a misplaced byte, and methods and paths that the application does not have. Each gets
 * a problem, but never an HTML page or a status that reports a failure of the node.
 */
class OddPathsIT extends SharedServers {

  /** The server itself answers some of these, before the application: 400 without a body. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "api/presence/%ff",
        "api/presence/%C0%AF",
        "api/presence/%ed%a0%80",
        "api/presence/%00",
        "api/presence/%0d%0aX:%20y",
        "api/presence/%2f",
        "api/presence/%5c",
        "api/presence/..%2f..",
        "api/presence/a\\b",
        "api/presence/{x}",
        "api/presence/a|b",
        "api/./presence",
        "api/presence/%2e%2e",
        "api/presence/%25",
        "api/presence/%F0%9F%90%88",
        "api/presence/a;matrix=b",
        "api//presence",
        "api/presence//",
        "api/",
        "api",
        "api/application.wadl",
        "api/openapi",
        "health",
        "health/",
        "health/nothing",
        "health/ready/x",
        "health/%ff",
        "ws/",
        "ws/x",
        "ws/%ff",
        "ws;x",
        "ws?Authorization=%ff",
        "ws?%ff",
        "nothing",
        "problem",
      })
  void oddPathIsAProblem(String path) throws Exception {
    Http.Answer answer = Http.get(nodeA, path).header("Authorization", token(user("ann"))).send();

    assertTrue(answer.status() >= 400 && answer.status() < 500, answer.toString());
    assertTrue(answer.isProblem() || answer.body().isEmpty(), answer.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "FOO", "M-SEARCH", "X_1"})
  void methodThatThereIsNotIsAProblem(String method) throws Exception {
    String token = token(user("ann"));
    for (String path : List.of("api/presence", "api/nothing", "health/ready", "health/x", "ws")) {
      Http.Answer answer = Http.request(method, nodeA, path).header("Authorization", token).send();
      assertTrue(answer.status() >= 400 && answer.status() < 500, answer.toString());
      assertTrue(answer.isProblem() || method.equals("TRACE"), answer.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, api/nothing, 404",
    "GET, api/presence/ann/more, 404",
    "POST, api/presence, 405",
    "DELETE, api/presence/ann, 405",
  })
  void whatThereIsNotIsAProblem(String method, String path, int status) throws Exception {
    Http.Answer answer =
        Http.request(method, nodeA, path).header("Authorization", token(user("ann"))).send();

    assertEquals(status, answer.status());
    assertTrue(answer.header("Content-Type").startsWith("application/problem+json"));
    assertEquals(status, answer.json().getInt("status"));
  }

  @Test
  void optionsTellNothingOfTheServer() throws Exception {
    Http.Answer answer =
        Http.request("OPTIONS", nodeA, "api/presence")
            .header("Authorization", token(user("ann")))
            .send();

    assertFalse(answer.header("Content-Type").contains("wadl"), answer.toString());
    assertFalse(answer.header("Content-Type").contains("html"), answer.toString());
  }
}
