package io.pagenow.presence.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that the Dockerfiles and the compose file match the files of the project. */
class ContainersTest {

  private static final Path COMPOSE = Path.of("redis-docker/docker-compose.yml");

  @ParameterizedTest
  @ValueSource(strings = {"wildfly", "payara"})
  void imageRunsWithoutRightsAndIsBuiltFromWhatIsThere(String server) throws IOException {
    String dockerfile = Files.readString(Path.of("server-config", server, "Dockerfile"));
    List<String> users = all(dockerfile, "(?m)^USER (\\S+)");
    assertEquals(List.of("presence"), users);
    assertTrue(dockerfile.contains("\nHEALTHCHECK "), "health check");
    assertFalse(dockerfile.matches("(?is).*(ENV|ARG) \\S*(PASSWORD|SECRET|TOKEN).*"), "secrets");
    for (String source : all(dockerfile, "(?m)^COPY --chown=presence:presence (\\S+)")) {
      assertTrue(source.startsWith("target/") || exists(source), source);
    }
  }

  @Test
  void composeFileMountsWhatIsThere() throws IOException {
    List<String> mounted = all(Files.readString(COMPOSE), "- (\\.\\S*?):/");
    assertEquals(7, mounted.size());
    for (String file : mounted) {
      assertTrue(Files.exists(COMPOSE.resolveSibling(file)), file);
    }
  }

  @Test
  void composeFileRunsWhatTheScriptKnows() throws IOException {
    String script = Files.readString(COMPOSE.resolveSibling("run.sh"));
    String callers =
        Files.readString(COMPOSE) + Files.readString(COMPOSE.resolveSibling("database.sh"));
    List<String> commands = all(callers, "/presence/run\\.sh\"?,? \"?(\\w+)");
    assertEquals(List.of("redis", "balancer", "database"), commands);
    for (String command : commands) {
      assertTrue(script.contains("\n  " + command + ")\n"), command);
    }
  }

  /** An attacker who takes over a node must not become the superuser of the database. */
  @Test
  void nodesHaveARoleOfTheirOwnThatReads() throws IOException {
    String compose = Files.readString(COMPOSE);
    List<String> superuser = all(compose, "\\n      POSTGRES_PASSWORD: \\$\\{(\\w+)\\?\\}");
    List<String> nodes = all(compose, "\\n    RDS_PASSWORD: \\$\\{(\\w+)\\?\\}");
    assertEquals(1, superuser.size());
    assertEquals(1, nodes.size());
    assertNotEquals(superuser, nodes);
    assertEquals(List.of("presence_api"), all(compose, "\\n    RDS_USERNAME: (\\w+)"));
    String reader = Files.readString(Path.of("src/test/resources/reader.sql"));
    assertEquals(List.of("SELECT"), all(reader, "(?m)^GRANT (.*) ON .* TO presence_api;$"));
  }

  @Test
  void composeFileOpensPortsToThisMachineAlone() throws IOException {
    List<String> ports = all(Files.readString(COMPOSE), "- \"(\\S+:\\d+:\\d+)\"");
    assertEquals(2, ports.size());
    assertTrue(ports.stream().allMatch(port -> port.startsWith("127.0.0.1:")), ports.toString());
  }

  private static boolean exists(String pattern) throws IOException {
    Path path = Path.of(pattern);
    try (Stream<Path> files = Files.list(path.getParent())) {
      return files.anyMatch(path.getFileSystem().getPathMatcher("glob:" + pattern)::matches);
    }
  }

  private static List<String> all(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(ContainersTest::group).toList();
  }

  private static String group(MatchResult match) {
    return match.group(1);
  }
}
