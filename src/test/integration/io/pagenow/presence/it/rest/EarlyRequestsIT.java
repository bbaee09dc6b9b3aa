package io.pagenow.presence.it.rest;

import static io.pagenow.presence.it.TestEnvironment.NODE_A;
import static java.util.stream.Collectors.toSet;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.RawSocket;
import io.pagenow.presence.model.UserId;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Requests that a client sends while the server still answers the one before. */
class EarlyRequestsIT extends SharedServers {

  private static final int REQUESTS = 200;

  @Test
  void eachRequestGetsItsAnswerInOrder() throws Exception {
    UserId ann = user("ann");
    List<UserId> friends = List.of(friend("ben", ann), friend("cat", ann), friend("dan", ann));
    String token = token(ann);

    try (RawSocket socket = RawSocket.connect(nodeA)) {
      socket.write(request(friends.get(0), token));
      for (int i = 0; i < REQUESTS; i++) {
        socket.write(request(friends.get((i + 1) % friends.size()), token));

        assertEquals(Set.of(friends.get(i % friends.size()).value()), users(socket.body()));
      }
    }
  }

  @Test
  void eachRequestIsInTheAccessLogAlsoIfItGetsAnErrorPage() throws Exception {
    String path = nodeA.getPath() + "nothing/" + user("ann") + "/";
    try (RawSocket socket = RawSocket.connect(nodeA)) {
      socket.write(request(path + "0/end", ""));
      for (int i = 0; i < REQUESTS; i++) {
        socket.write(request(path + (i + 1) + "/end", ""));
        socket.body();
      }
    }

    await()
        .untilAsserted(
            () -> {
              String log = TestEnvironment.requests(NODE_A);
              for (int i = 0; i < REQUESTS; i++) {
                assertTrue(log.contains(path + i + "/end"), path + i);
              }
            });
  }

  private String request(UserId friend, String token) {
    return request(nodeA.getPath() + "api/presence?ids=" + friend, token);
  }

  private String request(String path, String token) {
    return "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: %s\r\n\r\n"
        .formatted(path, nodeA.getAuthority(), token);
  }

  private static Set<String> users(String snapshot) {
    try (var reader = Json.createReader(new StringReader(snapshot))) {
      return reader.readObject().getJsonArray("presenceArr").getValuesAs(JsonObject.class).stream()
          .map(entry -> entry.getString("userId"))
          .collect(toSet());
    }
  }
}
