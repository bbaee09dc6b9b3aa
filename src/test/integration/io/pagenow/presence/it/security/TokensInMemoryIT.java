package io.pagenow.presence.it.security;

import static io.pagenow.presence.it.TestEnvironment.NODE_A;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.DeployedApplication;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.local.Jcmd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A socket outlives its token, which is not needed after the handshake. The server must keep
 * neither the token nor the request that contained it. Each copy also takes memory while the socket
 * is open.
 */
@SuppressWarnings("NullAway.Init") // Set before each test.
class TokensInMemoryIT extends DeployedApplication {

  @TempDir private Path directory;

  @Test
  void tokensOfOpenSocketsAreForgotten() throws Exception {
    List<String> tokens = users("ann", 20).stream().map(DeployedApplication::token).toList();
    List<Socket> sockets = tokens.stream().map(token -> Socket.open(nodeA, token)).toList();
    try {
      for (Socket socket : sockets) {
        socket.update("https://example.com/", "Example");
        socket.next(json -> json.getString("type", "").equals("update-presence"));
      }

      String heap = heap();
      assertTrue(heap.contains("presence-api"), "it is a heap");
      long remembered = tokens.stream().filter(token -> heap.contains(payload(token))).count();
      // A thread may keep its last request until it handles the next one.
      assertTrue(remembered < 10, remembered + " of 20 tokens");
    } finally {
      sockets.forEach(Socket::close);
    }
  }

  private static String payload(String token) {
    return token.split("\\.", -1)[1];
  }

  /** Returns a dump of all reachable objects, after a garbage collection. */
  private String heap() throws IOException {
    Path dump = directory.resolve("heap.hprof");
    Jcmd.ask(TestEnvironment.process(NODE_A), "GC.heap_dump", dump.toString());
    return Files.readString(dump, ISO_8859_1);
  }
}
