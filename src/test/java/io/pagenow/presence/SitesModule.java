package io.pagenow.presence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.impl.driver.Driver;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Runs the rules of the extension for the entries of its lists, {@code sites.js}. */
final class SitesModule {

  private static final Path SITES = Path.of("src/main/webapp/live/sites.js");

  private SitesModule() {}

  /**
   * Returns the array that an expression evaluates to, in the Node.js of Playwright. The expression
   * may use {@code sites} and {@code input}.
   */
  static JsonArray run(String expression, JsonArray input) throws Exception {
    String script =
        """
        import * as sites from '%s';
        import { readFileSync } from 'node:fs';
        const input = JSON.parse(readFileSync(process.argv[1], 'utf8'));
        console.log(JSON.stringify(%s));
        """
            .formatted(SITES.toUri(), expression);
    Path file = Files.createTempFile("sites", ".json");
    try {
      Files.writeString(file, input.toString());
      String node =
          Driver.ensureDriverInstalled(Map.of(), false).createProcessBuilder().command().get(0);
      Process process =
          new ProcessBuilder(
                  node, "--no-warnings", "--input-type=module", "--eval", script, file.toString())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertEquals(0, process.waitFor(), output);
      try (var reader = Json.createReader(new StringReader(output))) {
        return reader.readArray();
      }
    } finally {
      Files.delete(file);
    }
  }
}
