package io.pagenow.presence.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.playwright.impl.driver.Driver;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Map;

/** A module without a browser, run in the Node.js of Playwright. */
public record JavaScriptModule(Path path) {

  /**
   * Evaluates an expression.
   *
   * @param expression may use the exports of the module as {@code module}, and {@code input}
   * @param input any JSON
   * @throws IllegalStateException if it fails; the message has the output
   */
  public JsonValue evaluate(String expression, JsonValue input) {
    String script =
        "import * as module from '%s'; const input = JSON.parse(process.argv[1]);"
                .formatted(path.toUri())
            + " console.log(JSON.stringify(await ("
            + expression
            + ")));";
    try {
      String node =
          Driver.ensureDriverInstalled(Map.of(), false).createProcessBuilder().command().get(0);
      Process process =
          new ProcessBuilder(
                  node, "--no-warnings", "--input-type=module", "--eval", script, input.toString())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(output);
      }
      try (var reader = Json.createReader(new StringReader(output))) {
        return reader.readValue();
      }
    } catch (IOException e) {
      throw new IllegalStateException("Node.js does not run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }
}
