package io.pagenow.presence.it.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.DeployedApplication;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.local.ApplicationServer;
import io.pagenow.presence.local.Build;
import io.pagenow.presence.local.FreePort;
import io.pagenow.presence.local.Parts;
import io.pagenow.presence.testing.Authority;
import io.pagenow.presence.testing.SecureRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Starts with one wrong setting each. The last lines of the log say which setting, what was tried
 * and what to do. The node is not ready, or the application is not deployed. All tests use one
 * running server: the WAR of each brings the wrong setting.
 */
@SuppressWarnings("NullAway.Init") // Set before all tests.
class StartIT extends DeployedApplication {

  private static final String NOT_READY = "Until then this node is not ready and retries";

  /** More records than WildFly writes about a failed deployment. */
  private static final int LAST = 8;

  private static final Parts PARTS = new Parts();
  private static Path directory;
  private static StartServer server;

  @BeforeAll
  static void start(@TempDir Path files) throws Exception {
    directory = files;
    server = StartServer.start(files, PARTS);
  }

  @AfterAll
  static void stop() {
    PARTS.close();
  }

  @Test
  void aHealthyStartTakesFewLinesAndNoWarning() throws Exception {
    ServerLog log = server.deploy(Map.of());
    log.awaitLast(LAST, "This node accepts connections");
    server.awaitReady();

    assertEquals(1, log.records("starts as node").size());
    assertEquals(1, log.records("This node accepts connections").size());
    // Before that, the node of another test may have warned while it stopped.
    assertEquals(List.of(), log.warningsAfter("starts as node"), "warnings of the application");
  }

  @Test
  void aWrongHostOfRedis() throws Exception {
    ServerLog log = server.deploy(Map.of("REDIS_PRIMARY_ENDPOINT_ADDRESS", "redis.invalid"));

    awaitNotReady(
        log,
        "Redis is not available. Tried REDIS_PRIMARY_ENDPOINT_ADDRESS=redis.invalid,",
        "Correct REDIS_PRIMARY_ENDPOINT_ADDRESS");
  }

  @Test
  void aWrongPasswordOfRedis() throws Exception {
    ServerLog log = server.deploy(Map.of("REDIS_PASSWORD", "a-wrong-password"));

    awaitNotReady(log, "REDIS_PASSWORD (set)", "WRONGPASS", "Correct REDIS_USERNAME or REDIS_PASS");
    assertFalse(log.text().contains("a-wrong-password"), "no secret");
    String deployment = log.text().substring(0, log.text().indexOf("starts as node"));
    assertFalse(deployment.contains("background work"), "no thread runs during the deployment");
  }

  @Test
  void aMissingPasswordOfRedis() throws Exception {
    ServerLog log = server.deploy(Map.of("REDIS_PASSWORD", ""));

    awaitNotReady(log, "REDIS_PASSWORD (not set)", "NOAUTH", "Set REDIS_PASSWORD");
  }

  @Test
  void anUntrustedCertificateOfRedis() throws Exception {
    SecureRedis.assumeInstalled();
    Authority authority = Authority.create(directory.resolve("authority.p12"));
    int port = FreePort.find();
    Path files = directory.resolve("secure");
    PARTS.start(() -> SecureRedis.start(files, authority, "localhost", "127.0.0.1", port));
    Map<String, String> secure = new HashMap<>(SecureRedis.credentials());
    secure.put("REDIS_PRIMARY_ENDPOINT_ADDRESS", "localhost");
    secure.put("REDIS_PRIMARY_ENDPOINT_PORT", Integer.toString(port));

    awaitNotReady(server.deploy(secure), "REDIS_TLS=true", "Set REDIS_TLS_ROOT_CERT to the CA");
  }

  @Test
  void anUnreachableIssuer() throws Exception {
    String keys = "http://127.0.0.1:" + FreePort.find() + "/keys.json";

    awaitNotReady(
        server.deploy(Map.of("PRESENCE_JWKS_URL", keys)),
        "The token issuer is not available. Tried PRESENCE_JWKS_URL=" + keys,
        "Connection refused",
        "or PRESENCE_JWT_ISSUER and PRESENCE_JWKS_URL");
  }

  @Test
  void aMissingIssuerAndAMissingCertificate() throws Exception {
    ServerLog log = server.deploy(Map.of("PRESENCE_JWT_ISSUER", ""));
    assertThrows(IOException.class, server::awaitReady, "the deployment fails");

    assertEquals(404, server.health().status());
    log.awaitLast(
        LAST,
        "Set AWS_REGION and COGNITO_POOL_ID, or PRESENCE_JWT_ISSUER: no token issuer is configured",
        "The Presence API is not deployed: correct the setting, and restart");

    log = server.deploy(Map.of("REDIS_TLS", "true", "REDIS_TLS_ROOT_CERT", "/nowhere/root.crt"));
    assertThrows(IOException.class, server::awaitReady, "the deployment fails");

    log.awaitLast(
        LAST, "REDIS_TLS_ROOT_CERT must be a file with certificates, not '/nowhere/root.crt'");
  }

  @Test
  void aWrongHostOfTheDatabaseAndThenAWrongPassword() throws Exception {
    server.database().cut();
    ServerLog log = server.deploy(Map.of());
    try {
      awaitNotReady(
          log,
          "The user database is not available. Tried RDS_HOST=127.0.0.1, RDS_PORT=",
          "Correct RDS_HOST or RDS_PORT");
    } finally {
      server.database().restore();
    }
    server.awaitReady();
    server.changePassword("another");
    server.database().cut();
    log = server.deploy(Map.of());
    server.database().restore();
    try {
      awaitNotReady(
          log,
          "RDS_USERNAME=" + StartServer.DATABASE_USER,
          "password authentication failed",
          "Correct RDS_USERNAME or RDS_PASSWORD");
    } finally {
      server.changePassword(StartServer.DATABASE_USER);
      server.awaitReady();
    }
  }

  /** Two more servers, at the same time, because servers read these settings when they start. */
  @Test
  void aMissingSettingOfTheDatabase() throws Exception {
    Map<String, ApplicationServer> incomplete = new LinkedHashMap<>();
    for (String name : List.of("RDS_HOST", "RDS_PASSWORD")) {
      incomplete.put(name, server.another(name, PARTS));
    }
    for (Map.Entry<String, ApplicationServer> other : incomplete.entrySet()) {
      String name = other.getKey();
      if (Build.value("server").startsWith("payara")) {
        other.getValue().awaitEnd();
        assertEquals(
            "The server was not started: these variables are not set: " + name,
            Files.readString(other.getValue().console()).strip());
      } else {
        // Not among the last records: both servers start at the same time, and one is read first.
        new ServerLog(other.getValue().log(), 0)
            .await("The user database is not", "Set " + name + ", and rest", NOT_READY);
      }
      other.getValue().kill();
    }
  }

  private static void awaitNotReady(ServerLog log, String... parts) throws Exception {
    log.awaitLast(LAST, parts);
    log.awaitLast(LAST, NOT_READY);
    Http.Answer answer = server.health();
    assertEquals(503, answer.status());
    assertTrue(answer.body().contains("\"node\":\"starting\""), answer.body());
  }
}
