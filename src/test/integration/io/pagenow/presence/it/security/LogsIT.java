package io.pagenow.presence.it.security;

import static io.pagenow.presence.it.TestEnvironment.NODE_A;
import static io.pagenow.presence.it.client.Socket.message;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.WebSocketClient.Refused;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A token is as good as a password for an hour, so no log may contain one. */
class LogsIT extends SharedServers {

  @Test
  void eachStartSumsUpTheSettingsInOneLineWithoutSecrets() throws Exception {
    String log = Files.readString(TestEnvironment.serverLog(NODE_A));
    String line =
        log.lines().filter(text -> text.contains(" starts as node ")).findFirst().orElseThrow();
    assertTrue(line.contains("Presence API 1."), line);
    assertTrue(line.contains("issuer " + TestEnvironment.issuer().issuer()), line);
    assertTrue(line.contains("metrics on"), line);
    assertFalse(log.contains(TestEnvironment.METRICS_SECRET), "the secret of the metrics");
  }

  @Test
  void tokensReachNoLog() throws Exception {
    UserId ann = user("ann");
    String token = token(ann);
    String bad = token.substring(0, token.length() - 8) + "AAAAAAAA";
    try (Socket socket = Socket.open(nodeA, token)) {
      socket.update("https://example.com/", "Example");
      socket.next(message("update-presence", ann));
    }
    assertThrows(Refused.class, () -> Socket.open(nodeA, bad));
    try (Socket socket = Socket.openV2(nodeA, token)) {
      for (String fresh : List.of(token, bad)) {
        socket.send("{\"action\":\"authenticate\",\"id\":\"a\",\"token\":\"" + fresh + "\"}");
        socket.next(json -> json.getString("id", "").equals("a"));
      }
    }
    assertThrows(Refused.class, () -> Socket.openV2(nodeA, bad));
    Http.get(nodeA, "api/presence?Authorization=" + token).header("Authorization", token).send();
    Http.get(nodeA, "api/presence").header("Authorization", "Bearer " + bad).send();
    String here = "nothing/" + ann;
    String inside = "api/nothing/" + ann;
    Http.get(nodeA, here + "?Authorization=" + token).send();
    Http.get(nodeA, inside + "?Authorization=" + token).header("Authorization", token).send();

    await().until(() -> TestEnvironment.requests(NODE_A).contains("/presence-api/" + here));
    await().until(() -> TestEnvironment.requests(NODE_A).contains("/presence-api/" + inside));
    String payload = token.split("\\.", -1)[1];
    String requests = TestEnvironment.requests(NODE_A);
    for (String log : List.of(requests, Files.readString(TestEnvironment.serverLog(NODE_A)))) {
      assertFalse(log.contains(payload), "a token");
      assertFalse(log.contains("eyJ"), "a part of a token");
    }
  }
}
