package io.pagenow.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.testing.JavaScriptModule;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the client library does if the server refuses its handshakes. */
class ClientRefusalTest {

  private static final JavaScriptModule MODULE =
      new JavaScriptModule(Path.of("src/test/resources/client/scripted-server.mjs"));

  /** Otherwise each refusal of a busy node would cause another handshake at once. */
  @Test
  void otherVersionIsTriedAfterAWait() {
    String test =
        """
        module.run(2, async ({ client }) => {
          const attempts = [];
          let tried;
          const second = new Promise((resolve) => (tried = resolve));
          globalThis.WebSocket = class {
            static OPEN = 1;
            readyState = 3;
            constructor(url, protocols) {
              attempts.push(protocols ? 2 : 1);
              setTimeout(() => this.onclose?.({ code: 1006, reason: '' }));
              if (attempts.length === 2) {
                tried();
              }
            }
            close() {}
          };
          const start = performance.now();
          client.connect();
          await second;
          return [...attempts, performance.now() - start >= 500];
        })
        """;
    assertEquals("[2,1,true]", MODULE.evaluate(test, JsonValue.NULL).toString());
  }
}
