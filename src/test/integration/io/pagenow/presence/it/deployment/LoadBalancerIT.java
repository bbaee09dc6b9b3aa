package io.pagenow.presence.it.deployment;

import static io.pagenow.presence.it.client.Socket.message;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.WebSocketClient.Refused;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both nodes behind one address, as in {@code redis-docker/}. */
class LoadBalancerIT extends SharedServers {

  @Test
  void socketsAreSharedOutAndNoTokenIsLogged(@TempDir Path directory) throws Exception {
    LoadBalancer.assumeInstalled();
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (LoadBalancer balancer = LoadBalancer.start(directory, nodeA, nodeB)) {
      URI address = balancer.application();
      try (Socket socket = connect(ann, address);
          Socket friend = connect(ben, address)) {
        assertEquals(2, nodesOf(ann, ben).size(), "one socket on each node");
        socket.update("https://example.com/", "Example");
        friend.next(message("update-presence", ann));

        Http.Answer answer = get("api/presence/" + ann, ben, address);
        assertEquals(200, answer.status(), answer.body());
      }
      await().until(() -> balancer.log().contains("GET /presence-api/ws 101 "));
      try (Socket second = Socket.openV2(address, token(ann))) {
        second.send("{\"action\":\"authenticate\",\"id\":\"a\",\"token\":\"" + token(ann) + "\"}");
        second.next(json -> json.containsKey("expiresAt") && json.containsKey("id"));
      }
      assertThrows(Refused.class, () -> Socket.openV2(address, token(ann) + "x"));
      await().until(() -> balancer.log().contains("GET /presence-api/ws 401 "));
      assertTrue(balancer.log().contains("GET /presence-api/api/presence/" + ann + " 200 "));
      assertFalse(balancer.log().contains("Authorization"), balancer.log());
      assertFalse(balancer.log().contains("bearer."), balancer.log());
      assertFalse(balancer.log().contains(token(ann).substring(0, 20)), balancer.log());
    }
  }

  @Test
  void onlyTheApplicationIsReached(@TempDir Path directory) throws Exception {
    LoadBalancer.assumeInstalled();
    try (LoadBalancer balancer = LoadBalancer.start(directory, nodeA, nodeB)) {
      URI application = balancer.application();
      for (String path : PublicPortIT.DOORS) {
        Http.Answer answer = Http.get(application.resolve("/"), path).send();
        assertEquals(404, answer.status(), path);
        assertTrue(answer.isProblem(), path);
      }
      for (String path : List.of("metrics", "metrics/", "metrics;a=b", "metrics?a=b")) {
        Http.Answer answer =
            Http.get(application, path)
                .header("Authorization", "Bearer " + TestEnvironment.METRICS_SECRET)
                .send();
        assertEquals(404, answer.status(), path);
      }
      for (String path : List.of("api/presence/%", "api/presence/%zz", "health/%u1234")) {
        Http.Answer answer = Http.get(application, path).send();
        assertEquals(400, answer.status(), path);
        assertTrue(answer.isProblem(), path);
      }
      for (String protocol : PublicPortIT.UPGRADES) {
        for (String path : List.of("", "health/ready", "api/presence", "ws")) {
          assertEquals(400, PublicPortIT.upgrade(application, path, protocol).status(), protocol);
        }
      }
      assertEquals(400, PublicPortIT.upgrade(application, "api/presence", "websocket").status());
    }
  }

  @Test
  void aRequestForManyFriendsIsForwarded(@TempDir Path directory) throws Exception {
    LoadBalancer.assumeInstalled();
    UserId ann = user("ann");
    String ids = String.join(",", Collections.nCopies(650, "543449a2-9225-479e-bf0c-c50da6b16b7c"));
    try (LoadBalancer balancer = LoadBalancer.start(directory, nodeA, nodeB)) {
      assertEquals(200, get("api/presence?ids=" + ids, ann, balancer.application()).status());
    }
  }

  @Test
  void forwardedHostOfAClientIsThrownAway(@TempDir Path directory) throws Exception {
    LoadBalancer.assumeInstalled();
    UserId ann = user("ann");
    try (LoadBalancer balancer = LoadBalancer.start(directory, nodeA, nodeB)) {
      Http.Answer answer =
          Http.get(balancer.application(), "api/presence")
              .header("Authorization", token(ann))
              .header("X-Forwarded-Host", "evil.example.com")
              .header("Forwarded", "host=evil.example.com")
              .header("Origin", "http://evil.example.com")
              .send();

      assertEquals(403, answer.status(), "the host is not the client's to choose");
    }
  }

  /** Returns the nodes that have the users' connections: the prefixes of the connection ids. */
  private Set<String> nodesOf(UserId... users) {
    Set<String> nodes = new HashSet<>();
    for (UserId user : users) {
      String connection = String.valueOf(redis.hget("presence_user_connection", user.value()));
      nodes.add(connection.substring(0, connection.lastIndexOf('-')));
    }
    return nodes;
  }
}
