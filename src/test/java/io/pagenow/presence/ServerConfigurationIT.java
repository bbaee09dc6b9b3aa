package io.pagenow.presence;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.local.ApplicationServer;
import io.pagenow.presence.local.FreePort;
import io.pagenow.presence.testing.TestEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The scripts that prepare a server, and undo that. */
class ServerConfigurationIT {

  @Test
  void scriptsCanBeRunTwiceAndLeaveNothingBehind() throws Exception {
    int port = FreePort.find();
    try (ApplicationServer server = TestEnvironment.serverApart("fresh")) {
      server.configure();
      server.configure();
      assertEquals(1, mentions(server, "\\$\\{[^}]*RDS_HOST"));
      assertEquals(1, drivers(server));

      server.deploy(TestEnvironment.application());
      server.start(port, TestEnvironment.settings());
      server.awaitAnswer(TestEnvironment.application(port), Duration.ofMinutes(3));
      server.stop();

      server.restore();
      server.restore();
      assertEquals(0, mentions(server, "RDS_|jdbc/presence|datasources/presence"));
      assertEquals(0, drivers(server));
    }
  }

  private static long mentions(ApplicationServer server, String pattern) throws IOException {
    String text = Files.readAllLines(server.configuration()).stream().collect(joining("\n"));
    return Pattern.compile(pattern).matcher(text).results().count();
  }

  private static long drivers(ApplicationServer server) throws IOException {
    try (Stream<Path> files = Files.walk(server.libraries())) {
      return files.filter(file -> file.getFileName().toString().matches("postgresql.*jar")).count();
    }
  }
}
