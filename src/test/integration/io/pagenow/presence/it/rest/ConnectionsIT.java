package io.pagenow.presence.it.rest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Why am I online? Asked by the user, and by an operator. */
class ConnectionsIT extends SharedServers {

  private static final String OWN = "api/me/connections";

  @Test
  void aUserSeesTheConnectionsOfAllNodesAndClosesOne() throws Exception {
    UserId ann = user("ann");
    Socket here = connect(ann, nodeA);
    try (Socket there = connect(ann, nodeB)) {
      here.update("https://example.com/", "Example");
      await().until(() -> redis.hget("page", ann.value()) != null);

      JsonObject answer = get(OWN, ann, nodeB).json();

      assertTrue(answer.getBoolean("online"), answer.toString());
      JsonObject first = answer.getJsonArray("connections").getJsonObject(0);
      assertEquals("Example", first.getJsonObject("page").getString("title"));
      assertEquals(List.of("opened handshake", "opened handshake"), causes(ann));

      assertEquals(404, delete(OWN + "/nothing", token(ann)).status());
      assertEquals(404, delete(OWN + "/" + first.getString("id"), token(user("eve"))).status());
      assertTrue(here.isOpen());
      assertEquals(202, delete(OWN + "/" + first.getString("id"), token(ann), nodeB).status());
      assertEquals(Disconnect.DISCONNECTED.code(), here.closeCode(Duration.ofSeconds(10)));
      await().until(() -> causes(ann).get(0).equals("closed disconnected 4005"));
      assertTrue(there.isOpen());
    }
    await().until(() -> causes(ann).get(0).equals("offline closed"));
    assertTrue(causes(ann).get(1).startsWith("closed client 1"));
  }

  @Test
  void aClientNamesItselfInTheQueryOrByItsUserAgent() throws Exception {
    UserId ann = user("ann");
    URI socket =
        URI.create("ws" + nodeA.toString().substring(4) + "ws?Authorization=" + token(ann));
    open(socket);
    open(URI.create(socket + "&client=extension%2F2.1"));
    await().until(() -> connectionsOf(ann).size() == 2);

    List<String> clients =
        get(OWN, ann).json().getJsonArray("connections").getValuesAs(JsonObject.class).stream()
            .map(connection -> connection.getString("client"))
            .toList();

    assertTrue(clients.get(0).startsWith("Java-http-client/"), clients.toString());
    assertEquals("extension/2.1", clients.get(1));
  }

  private static void open(URI address) {
    HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .buildAsync(address, new WebSocket.Listener() {})
        .join();
  }

  @Test
  void nobodyLooksWithoutAToken() throws Exception {
    assertEquals(401, Http.get(nodeA, OWN).send().status());
    assertEquals(401, Http.get(nodeA, "api/nodes").send().status());
  }

  @Test
  void onlyOperatorsSeeOtherUsersAndTheNodes() throws Exception {
    UserId ann = user("ann");
    UserId operator = user("operator");
    String path = "api/users/" + ann + "/connections";
    try (Socket socket = connect(ann, nodeA)) {
      String id = connectionsOf(ann).iterator().next();
      for (String closed : List.of(path, "api/nodes", "api/users/%20/connections")) {
        Http.Answer answer = get(closed, ann);
        assertEquals(403, answer.status(), closed);
        assertTrue(answer.isProblem(), answer.body());
      }
      assertEquals(403, delete(path + "/" + id, token(ann)).status());
      assertTrue(socket.isOpen());

      assertEquals(
          get(OWN, ann).json().getJsonArray("transitions"),
          get(path, operator, nodeB).json().getJsonArray("transitions"));
      assertEquals(202, delete(path + "/" + id, token(operator)).status());
      assertEquals(Disconnect.DISCONNECTED.code(), socket.closeCode(Duration.ofSeconds(10)));
    }
  }

  @Test
  void anotherGroupMakesNobodyAnOperator() throws Exception {
    UserId operator = user("operator");
    for (Object groups : List.of(List.of("users"), "operators", List.of(), 7)) {
      String token =
          TestEnvironment.issuer()
              .token(operator, claims -> claims.claim("cognito:groups", groups));
      assertEquals(
          403, Http.get(nodeA, "api/nodes").header("Authorization", token).send().status());
    }
  }

  @Test
  void anOperatorSeesTheFiguresOfBothNodes() throws Exception {
    UserId operator = user("operator");
    UserId ann = user("ann");
    try (Socket socket = connect(ann, nodeA)) {
      long before = updates(operator);
      socket.update("https://example.com/", "Example");
      await().atMost(Duration.ofSeconds(20)).until(() -> updates(operator) > before);

      JsonObject answer = get("api/nodes", operator, nodeB).json();
      assertTrue(answer.getJsonArray("nodes").size() >= 2, answer.toString());
      assertTrue(
          answer.getJsonArray("nodes").getValuesAs(JsonObject.class).stream()
              .filter(node -> node.getString("node").equals(answer.getString("asked")))
              .map(node -> node.getJsonObject("figures"))
              .allMatch(figures -> figures.getString("state").equals("running")),
          answer.toString());
      assertFalse(answer.toString().contains("example"), answer.toString());
    }
  }

  private long updates(UserId operator) throws IOException {
    return get("api/nodes", operator, nodeB)
        .json()
        .getJsonArray("nodes")
        .getValuesAs(JsonObject.class)
        .stream()
        .mapToLong(node -> node.getJsonObject("figures").getInt("updates", 0))
        .sum();
  }

  private Http.Answer delete(String path, String token) throws IOException {
    return delete(path, token, nodeA);
  }

  private static Http.Answer delete(String path, String token, URI node) throws IOException {
    return Http.request("DELETE", node, path).header("Authorization", token).send();
  }
}
