package io.pagenow.presence.it.security;

import static io.pagenow.presence.it.TestEnvironment.NODE_A;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.DeployedApplication;
import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.local.Jcmd;
import io.pagenow.presence.model.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A socket outlives its token, which is not needed after the handshake. The server must keep
 * neither the token nor the request or message that contained it. Each copy also takes memory while
 * the socket is open.
 */
@SuppressWarnings("NullAway.Init") // Set before each test.
class TokensInMemoryIT extends SharedServers {

  private static final int SOCKETS = 20;

  private static final Pattern EACH_CHARACTER = Pattern.compile("(?=.)", Pattern.DOTALL);

  @TempDir private Path directory;

  @Test
  void tokensOfOpenSocketsAreForgotten() throws Exception {
    List<String> tokens = users("ann", SOCKETS).stream().map(DeployedApplication::token).toList();
    List<Socket> sockets = tokens.stream().map(token -> Socket.open(nodeA, token)).toList();
    try {
      for (Socket socket : sockets) {
        socket.update("https://example.com/", "Example");
        socket.next(json -> json.getString("type", "").equals("update-presence"));
      }

      assertForgotten(heap(), tokens);
    } finally {
      sockets.forEach(Socket::close);
    }
  }

  @Test
  void tokensOfSubprotocolsAndMessagesAreForgotten() throws Exception {
    List<UserId> users = users("ann", SOCKETS);
    List<String> first = users.stream().map(DeployedApplication::token).toList();
    List<String> fresh = users.stream().map(TokensInMemoryIT::freshToken).toList();
    List<Socket> sockets = first.stream().map(token -> Socket.openV2(nodeA, token)).toList();
    try {
      for (int i = 0; i < SOCKETS; i++) {
        sockets
            .get(i)
            .send("{\"action\":\"authenticate\",\"id\":\"a\",\"token\":\"" + fresh.get(i) + "\"}");
        sockets.get(i).next(json -> json.containsKey("expiresAt") && json.containsKey("id"));
      }
      for (Socket socket : sockets) {
        socket.send("{\"action\":\"heartbeat\",\"id\":\"h\"}");
        socket.next(json -> json.getString("id", "").equals("h"));
      }

      String heap = heap();
      assertForgotten(heap, first);
      assertForgotten(heap, fresh);
    } finally {
      sockets.forEach(Socket::close);
    }
  }

  private static String freshToken(UserId user) {
    return TestEnvironment.issuer()
        .token(user, claims -> claims.expirationTime(Date.from(Instant.now().plusSeconds(7_200))));
  }

  /** Looks for tokens in strings, which have a byte for each character, and in character arrays. */
  private static void assertForgotten(String heap, List<String> tokens) {
    assertTrue(heap.contains("presence-api"), "it is a heap");
    long remembered =
        tokens.stream()
            .map(token -> token.split("\\.", -1)[1])
            .filter(
                payload ->
                    heap.contains(payload)
                        || heap.contains(EACH_CHARACTER.matcher(payload).replaceAll("\0")))
            .count();
    // A thread may keep its last request or message until it handles the next one.
    assertTrue(remembered < SOCKETS / 2, remembered + " of " + SOCKETS + " tokens");
  }

  /** Returns a dump of all reachable objects, after a garbage collection. */
  private String heap() throws IOException {
    Path dump = directory.resolve("heap.hprof");
    Jcmd.ask(TestEnvironment.process(NODE_A), "GC.heap_dump", dump.toString());
    return Files.readString(dump, ISO_8859_1);
  }
}
