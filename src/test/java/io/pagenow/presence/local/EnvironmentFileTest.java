package io.pagenow.presence.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentFileTest {

  private static final Path EXAMPLE = Path.of(".env.example");

  /** The variables that the deployment read before this project existed. */
  private static final List<String> OLD_VARIABLES =
      List.of(
          "AWS_REGION",
          "COGNITO_POOL_ID",
          "VPC_ID",
          "PRIVATE_ROUTE_TABLE1_ID",
          "PRIVATE_ROUTE_TABLE2_ID",
          "PRIVATE_SUBNET1_ID",
          "PRIVATE_SUBNET2_ID",
          "SUBNET1_AZ",
          "SUBNET2_AZ",
          "RDS_PROXY_SG_ID",
          "RDS_HOST",
          "RDS_PORT",
          "RDS_USERNAME",
          "RDS_PASSWORD",
          "RDS_DB_NAME",
          "RDS_PROXY_ARN",
          "RDS_PROXY_NAME",
          "LAMBDA_SG_ID",
          "REDIS_SG_ID",
          "REDIS_PRIMARY_ENDPOINT_ADDRESS",
          "REDIS_PRIMARY_ENDPOINT_PORT",
          "REDIS_READER_ENDPOINT_ADDRESS",
          "REDIS_READER_ENDPOINT_PORT",
          "CLIENT_URL");

  @Test
  void readsTheVariablesOfTheFile(@TempDir Path directory) throws IOException {
    Path file =
        write(
            directory,
            "# comment\nPRESENCE_TEST_HOST = db.example.com\nPRESENCE_TEST_TEXT=\"a # b\"\n");
    var variables = EnvironmentFile.read(file);
    assertEquals("db.example.com", variables.get("PRESENCE_TEST_HOST"));
    assertEquals("a # b", variables.get("PRESENCE_TEST_TEXT"));
  }

  @Test
  void theEnvironmentWins(@TempDir Path directory) throws IOException {
    assertEquals(
        System.getenv("PATH"), EnvironmentFile.read(write(directory, "PATH=other\n")).get("PATH"));
  }

  @Test
  void aMissingFileIsNoError(@TempDir Path directory) {
    assertEquals(System.getenv(), EnvironmentFile.read(directory.resolve(".env")));
  }

  @Test
  void aMalformedFileIsNamed(@TempDir Path directory) throws IOException {
    Path file = write(directory, "RDS_HOST\n");
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> EnvironmentFile.read(file));
    assertTrue(failure.toString().contains(file.toString()), failure.toString());
  }

  @Test
  void aMalformedPasswordIsNamedAndNotPrinted(@TempDir Path directory) throws IOException {
    Path file = write(directory, "RDS_PASSWORD=\"a \\\"secret\\\" #word\"\nRDS_HOST=h\n");
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> EnvironmentFile.read(file));
    assertTrue(failure.toString().contains("RDS_PASSWORD"), failure.toString());
    assertFalse(failure.toString().contains("secret"), failure.toString());
    assertNull(failure.getCause());
  }

  @Test
  void theExampleHasEachOldVariableWithAValue() {
    var variables = EnvironmentFile.read(EXAMPLE);
    for (String name : OLD_VARIABLES) {
      assertTrue(!variables.getOrDefault(name, "").isEmpty(), name);
    }
  }

  @Test
  void theExampleNamesEachVariableOfTheComposeFile() throws IOException {
    Set<String> used = names(Path.of("redis-docker/docker-compose.yml"), "\\$\\{([A-Z_]+)[:?}-]");
    used.remove("NODE_DOCKERFILE"); // This selects the server and is not a setting.
    used.removeAll(names(EXAMPLE, "(?m)^(?:# )?([A-Z0-9_]+)="));
    assertEquals(Set.of(), used);
  }

  @Test
  void gitIgnoresTheFile() throws IOException {
    assertTrue(Files.readAllLines(Path.of(".gitignore")).contains("/.env"));
  }

  private static Path write(Path directory, String text) throws IOException {
    return Files.writeString(directory.resolve(".env"), text);
  }

  private static Set<String> names(Path file, String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(file))
        .results()
        .map(EnvironmentFileTest::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String group(MatchResult match) {
    return match.group(1);
  }
}
