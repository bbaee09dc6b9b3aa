package io.pagenow.presence.it.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Proves that a run of the tests on another JDK uses that JDK. */
class JavaVersionIT extends SharedServers {

  @Test
  void theServerRunsOnTheChosenJdk() throws IOException {
    String server = System.getProperty("presence.it.server", "");
    String chosen = System.getProperty(server + ".java.home", System.getProperty("java.home", ""));
    Path program =
        Path.of(TestEnvironment.process(TestEnvironment.NODE_A).info().command().orElseThrow());
    assertEquals(Path.of(chosen).resolve("bin/java").toRealPath(), program.toRealPath());
  }
}
