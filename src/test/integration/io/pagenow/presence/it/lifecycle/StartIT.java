package io.pagenow.presence.it.lifecycle;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.DeployedApplication;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.local.ApplicationServer;
import io.pagenow.presence.local.Build;
import io.pagenow.presence.local.FreePort;
import io.pagenow.presence.local.LocalRedis;
import io.pagenow.presence.local.Parts;
import io.pagenow.presence.testing.Authority;
import io.pagenow.presence.testing.CuttableProxy;
import io.pagenow.presence.testing.People;
import io.pagenow.presence.testing.SecureRedis;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/**
 * Starts with one wrong setting each. The last lines of the log say which setting, what was tried
 * and what to do. The node is not ready, or the application is not deployed. All tests use one
 * running server: the WAR of each brings the wrong setting.
 */
@SuppressWarnings("NullAway.Init") // Set before all tests.
class StartIT extends DeployedApplication {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String PASSWORD = "the-password-of-redis";
  private static final String DATABASE_USER = "presence_start";
  private static final String NOT_READY = "Until then this node is not ready and retries";

  /** More records than WildFly writes about a failed deployment. */
  private static final int LAST = 8;

  private static final Parts PARTS = new Parts();
  private static final Map<String, String> SETTINGS = new HashMap<>();
  private static Path directory;
  private static CuttableProxy database;
  private static ApplicationServer server;
  private static SettingsWar war;
  private static URI node;

  @BeforeAll
  static void start(@TempDir Path files) throws Exception {
    directory = files;
    createDatabaseUser();
    SETTINGS.putAll(TestEnvironment.settings());
    database = PARTS.start(() -> CuttableProxy.to(TestEnvironment.databasePort()));
    SETTINGS.put("RDS_PORT", Integer.toString(database.port()));
    SETTINGS.put("RDS_USERNAME", DATABASE_USER);
    SETTINGS.put("RDS_PASSWORD", DATABASE_USER);
    LocalRedis redis = PARTS.start(() -> LocalRedis.start(files));
    SETTINGS.putAll(redis.settings(redis.port()));
    SETTINGS.put("REDIS_PASSWORD", PASSWORD);
    try (Jedis client = new Jedis("127.0.0.1", redis.port())) {
      client.configSet("requirepass", PASSWORD);
    }
    int port = FreePort.find();
    node = TestEnvironment.application(port);
    server = PARTS.start(() -> TestEnvironment.anotherServer("node-with-wrong-settings"));
    war = new SettingsWar(server, files.resolve("presence-api.war"));
    server.start(port, SETTINGS);
  }

  /** Creates a database user who has to log in with a password, unlike all others of the tests. */
  private static void createDatabaseUser() throws SQLException {
    People people = new People(TestEnvironment.database());
    people.sql(
        "CREATE ROLE %1$s LOGIN PASSWORD '%1$s' IN ROLE presence_api".formatted(DATABASE_USER));
    people.sql(
        """
        DO $$ BEGIN
          EXECUTE format('COPY (SELECT unnest(ARRAY[%%L, %%L, %%L])) TO %%L',
            'host all %s all scram-sha-256', 'local all all trust', 'host all all all trust',
            current_setting('hba_file'));
          PERFORM pg_reload_conf();
        END $$"""
            .formatted(DATABASE_USER));
  }

  @AfterAll
  static void stop() {
    PARTS.close();
  }

  @Test
  void aHealthyStartTakesTwoLinesAndNoWarning() throws Exception {
    ServerLog log = deploy(Map.of());
    server.awaitReady(node, PATIENCE);

    assertEquals(1, log.records("starts as node").size());
    assertEquals(1, log.records("This node accepts connections").size());
    assertEquals(List.of(), log.warnings(), "warnings of the application");
  }

  @Test
  void aWrongHostOfRedis() throws Exception {
    ServerLog log = deploy(Map.of("REDIS_PRIMARY_ENDPOINT_ADDRESS", "redis.invalid"));

    awaitNotReady(
        log,
        "Redis is not available. Tried REDIS_PRIMARY_ENDPOINT_ADDRESS=redis.invalid,",
        "Correct REDIS_PRIMARY_ENDPOINT_ADDRESS");
  }

  @Test
  void aWrongPasswordOfRedis() throws Exception {
    ServerLog log = deploy(Map.of("REDIS_PASSWORD", "a-wrong-password"));

    awaitNotReady(log, "REDIS_PASSWORD (set)", "WRONGPASS", "Correct REDIS_USERNAME or REDIS_PASS");
    assertFalse(log.text().contains("a-wrong-password"), "no secret");
  }

  @Test
  void aMissingPasswordOfRedis() throws Exception {
    ServerLog log = deploy(Map.of("REDIS_PASSWORD", ""));

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

    awaitNotReady(deploy(secure), "REDIS_TLS=true", "Set REDIS_TLS_ROOT_CERT to the CA");
  }

  @Test
  void anUnreachableIssuer() throws Exception {
    String keys = "http://127.0.0.1:" + FreePort.find() + "/keys.json";

    awaitNotReady(
        deploy(Map.of("PRESENCE_JWKS_URL", keys)),
        "The token issuer is not available. Tried PRESENCE_JWKS_URL=" + keys,
        "Connection refused",
        "or PRESENCE_JWT_ISSUER and PRESENCE_JWKS_URL");
  }

  @Test
  void aMissingIssuer() throws Exception {
    ServerLog log = deploy(Map.of("PRESENCE_JWT_ISSUER", ""));

    log.awaitLast(
        LAST,
        "Set AWS_REGION and COGNITO_POOL_ID, or PRESENCE_JWT_ISSUER: no token issuer is configured",
        "The Presence API is not deployed: correct the setting, and restart");
    await().atMost(PATIENCE).until(() -> Http.get(node, "health/ready").send().status() == 404);
  }

  @Test
  void aWrongHostOfTheDatabaseAndThenAWrongPassword() throws Exception {
    database.cut();
    ServerLog log = deploy(Map.of());
    try {
      awaitNotReady(
          log,
          "The user database is not available. Tried RDS_HOST=127.0.0.1, RDS_PORT=",
          "Correct RDS_HOST or RDS_PORT");
    } finally {
      database.restore();
    }
    server.awaitReady(node, PATIENCE);
    people.sql("ALTER ROLE " + DATABASE_USER + " PASSWORD 'another'");
    database.cut();
    log = deploy(Map.of());
    database.restore();
    try {
      awaitNotReady(
          log,
          "RDS_USERNAME=" + DATABASE_USER,
          "password authentication failed",
          "Correct RDS_USERNAME or RDS_PASSWORD");
    } finally {
      people.sql("ALTER ROLE " + DATABASE_USER + " PASSWORD '" + DATABASE_USER + "'");
    }
  }

  /** Each test starts a server of its own, because servers read these settings when they start. */
  @ParameterizedTest
  @ValueSource(strings = {"RDS_HOST", "RDS_PASSWORD"})
  void aMissingSettingOfTheDatabase(String name) throws Exception {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.remove(name);
    try (ApplicationServer other = TestEnvironment.anotherServer("node-without-" + name)) {
      other.deploy(Build.war());
      ServerLog log = new ServerLog(other.log());
      other.start(FreePort.find(), settings);

      if (Build.value("server").startsWith("payara")) {
        other.awaitEnd();
        assertEquals(
            "The server was not started: these variables are not set: " + name,
            Files.readString(other.console()).strip());
      } else {
        log.awaitLast(
            LAST, "The user database is not available", "Set " + name + ", and restart", NOT_READY);
      }
    }
  }

  private static ServerLog deploy(Map<String, String> wrong) throws IOException {
    ServerLog log = new ServerLog(server.log());
    war.deploy(wrong);
    return log;
  }

  private static void awaitNotReady(ServerLog log, String... parts) throws Exception {
    log.awaitLast(LAST, parts);
    log.awaitLast(LAST, NOT_READY);
    Http.Answer answer = Http.get(node, "health/ready").send();
    assertEquals(503, answer.status());
    assertTrue(answer.body().contains("\"node\":\"starting\""), answer.body());
  }
}
