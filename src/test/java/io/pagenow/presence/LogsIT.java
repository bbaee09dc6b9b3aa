package io.pagenow.presence;

import static io.pagenow.presence.testing.Socket.message;
import static io.pagenow.presence.testing.TestEnvironment.NODE_A;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.Http;
import io.pagenow.presence.testing.Socket;
import io.pagenow.presence.testing.TestEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A token is as good as a password for an hour: it must not be in a log. */
class LogsIT extends DeployedApplication {

  @Test
  void tokensReachNoLog() throws Exception {
    UserId ann = user("ann");
    String token = token(ann);
    String bad = token.substring(0, token.length() - 8) + "AAAAAAAA";
    try (Socket socket = Socket.open(nodeA, token)) {
      socket.update("https://example.com/", "Example");
      socket.next(message("update-presence", ann));
    }
    assertThrows(Socket.Refused.class, () -> Socket.open(nodeA, bad));
    Http.get(nodeA, "api/presence?Authorization=" + token).header("Authorization", token).send();
    Http.get(nodeA, "api/presence").header("Authorization", "Bearer " + bad).send();
    Http.get(nodeA, "nothing?Authorization=" + token).send();
    Http.get(nodeA, "api/nothing?Authorization=" + token).header("Authorization", token).send();

    Path access = TestEnvironment.accessLog(NODE_A);
    await().until(() -> Files.readString(access).contains("GET /presence-api/api/nothing"));
    String payload = token.split("\\.", -1)[1];
    for (Path log : List.of(access, TestEnvironment.serverLog(NODE_A))) {
      String text = Files.readString(log);
      assertFalse(text.contains(payload), log + " has a token");
      assertFalse(text.contains("eyJ"), log + " has a part of a token");
    }
    assertEquals(
        1,
        Files.readString(access)
            .lines()
            .filter(line -> line.contains("GET /presence-api/nothing"))
            .count());
  }
}
