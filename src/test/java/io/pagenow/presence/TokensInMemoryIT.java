package io.pagenow.presence;

import static io.pagenow.presence.testing.TestEnvironment.NODE_A;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.local.Jcmd;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.Socket;
import io.pagenow.presence.testing.TestEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A socket outlives its token, which nobody needs once it is open: the server is to remember
 * neither it nor the request that brought it. Each copy is memory too, for as long as the socket is
 * open.
 */
class TokensInMemoryIT extends DeployedApplication {

  @TempDir private Path directory;

  @Test
  void anOpenSocketsTokenIsForgotten() throws Exception {
    UserId ann = user("ann");
    String token = token(ann);
    try (Socket socket = Socket.open(nodeA, token)) {
      socket.update("https://example.com/", "Example");
      socket.next(Socket.message("update-presence", ann));

      String heap = heap();
      assertTrue(heap.contains(ann.value()), "the user is known");
      assertFalse(heap.contains(token.split("\\.", -1)[1]), "a token");
    }
  }

  /** All that is in use, after a collection. */
  private String heap() throws IOException {
    Path dump = directory.resolve("heap.hprof");
    Jcmd.ask(TestEnvironment.process(NODE_A), "GC.heap_dump", dump.toString());
    return Files.readString(dump, ISO_8859_1);
  }
}
