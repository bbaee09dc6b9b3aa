package io.pagenow.presence.aws;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.aws.settings.Deployment;
import io.pagenow.presence.aws.settings.DeploymentReader;
import io.pagenow.presence.aws.settings.Variables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class DeploymentReaderTest {

  static final List<String> OLD_VARIABLES = Examples.OLD_VARIABLES;

  @ParameterizedTest
  @FieldSource("OLD_VARIABLES")
  void aMissingVariableIsNamedWithItsMeaning(String name) {
    Map<String, String> variables = Examples.none();
    variables.remove(name);
    List<String> problems = problems(variables);
    assertEquals(1, problems.size(), problems.toString());
    assertTrue(problems.get(0).startsWith(name + " is missing: "), problems.toString());
  }

  @ParameterizedTest
  @FieldSource("OLD_VARIABLES")
  void anEmptyVariableCountsAsMissing(String name) {
    Map<String, String> variables = Examples.given();
    variables.put(name, " ");
    List<String> problems = problems(variables);
    assertTrue(problems.get(0).startsWith(name + " is missing: "), problems.toString());
  }

  @Test
  void allMissingVariablesAreNamedAtOnce() {
    List<String> problems = problems(Map.of());
    assertEquals(
        Set.copyOf(OLD_VARIABLES),
        problems.stream().map(problem -> problem.replaceFirst(" .*", "")).collect(toSet()));
  }

  @ParameterizedTest
  @CsvSource({
    "AWS_REGION, here",
    "VPC_ID, subnet-0123",
    "PRIVATE_SUBNET1_ID, vpc-0123",
    "PRIVATE_ROUTE_TABLE2_ID, x",
    "PRIVATE_SUBNET2_ID, subnet-0123456789abcdef0",
    "SUBNET2_AZ, us-west-2a",
    "RDS_PORT, 70000",
    "RDS_PORT, postgres",
    "RDS_PROXY_ARN, arn:aws:rds:us-west-2:123456789012:db:presence",
    "RDS_PROXY_ARN, arn:aws:rds:eu-west-1:123456789012:db-proxy:prx-0123",
    "LAMBDA_SG_ID, group",
    "REDIS_PRIMARY_ENDPOINT_PORT, x",
    "REDIS_READER_ENDPOINT_ADDRESS, reader.example.com",
    "PRESENCE_NODES_MIN, 1",
    "PRESENCE_NODES_MAX, x",
    "PRESENCE_REDIS_ENGINE, memcached",
    "PRESENCE_CERTIFICATE_ARN, arn:aws:acm:us-west-2:123456789012:certificate/made-up",
    "PRESENCE_BALANCER_SOURCE, everybody",
    "PRESENCE_ALARM_TOPIC_ARN, topic"
  })
  void aMalformedVariableIsNamed(String name, String value) {
    Map<String, String> variables = Examples.none();
    variables.put(name, value);
    assertTrue(problems(variables).toString().contains(name), problems(variables).toString());
  }

  @Test
  void aMessageHasNoPassword() {
    Map<String, String> variables = Examples.none();
    variables.put("RDS_PROXY_NAME", Examples.PASSWORD);
    assertFalse(problems(variables).toString().contains(Examples.PASSWORD));
  }

  @Test
  void aMalformedPasswordIsNamedAndNotPrinted(@TempDir Path directory) throws IOException {
    Files.writeString(
        directory.resolve(".env"), "RDS_PASSWORD=\"a \\\"secret\\\" #word\"\nRDS_HOST=h\n");
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> Variables.read(directory));
    assertTrue(failure.toString().contains("RDS_PASSWORD"), failure.toString());
    assertFalse(failure.toString().contains("secret"), failure.toString());
    assertNull(failure.getCause());
  }

  @Test
  void anIssuerReplacesCognito() {
    Map<String, String> variables = Examples.none();
    variables.remove("COGNITO_POOL_ID");
    variables.put("PRESENCE_JWT_ISSUER", "https://id.example.com");
    var settings = DeploymentReader.read(new Variables(variables)).settings();
    assertEquals("https://id.example.com", settings.get("PRESENCE_JWT_ISSUER"));
  }

  @Test
  void aGivenRedisNeedsAGroupThatTheNodesCanReach() {
    Map<String, String> variables = Examples.given();
    variables.put("LAMBDA_SG_ID", "none");
    variables.put("REDIS_SG_ID", "none");
    assertTrue(problems(variables).get(0).startsWith("REDIS_SG_ID may be none only if"));
  }

  /** A new setting of the application has to be passed on, kept secret, or left out here. */
  @Test
  void eachSettingOfTheApplicationIsKnown() throws IOException {
    Set<String> known = new HashSet<>(DeploymentReader.SETTINGS);
    known.addAll(DeploymentReader.REDIS_SETTINGS);
    known.addAll(Set.of("CLIENT_URL", "RDS_SSL_ROOT_CERT", "RDS_PASSWORD", "REDIS_PASSWORD"));
    known.add(Deployment.METRICS_SECRET);
    known.addAll(Examples.OLD_VARIABLES);
    // The JVM of the image trusts the authorities of AWS.
    known.add("REDIS_TLS_ROOT_CERT");
    String page = Files.readString(Examples.PROJECT.resolve("docs/configuration.md"));
    Set<String> documented =
        Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|")
            .matcher(page)
            .results()
            .map(found -> found.group(1))
            .collect(toSet());
    assertTrue(documented.contains("TIMEOUT"));
    documented.removeAll(known);
    assertEquals(Set.of(), documented);
  }

  @Test
  void theSecretHasThePasswordsAndNothingElse() {
    Variables variables = new Variables(Examples.given());
    assertEquals(
        "{\"RDS_PASSWORD\":\"xyzzy-\\\"plugh\\\"-4711\",\"REDIS_PASSWORD\":\"xyzzy-\\\"plugh\\\"-4711\","
            + "\"PRESENCE_METRICS_SECRET\":\"xyzzy-\\\"plugh\\\"-4711\"}",
        Secrets.json(variables, DeploymentReader.read(variables)));
    Variables none = new Variables(Examples.none());
    assertEquals(
        "{\"RDS_PASSWORD\":\"xyzzy-\\\"plugh\\\"-4711\"}",
        Secrets.json(none, DeploymentReader.read(none)));
  }

  private static List<String> problems(Map<String, String> variables) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> DeploymentReader.read(new Variables(variables)))
            .getMessage();
    return message.lines().skip(1).map(String::strip).toList();
  }
}
