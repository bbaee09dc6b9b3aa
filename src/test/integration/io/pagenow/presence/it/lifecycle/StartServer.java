package io.pagenow.presence.it.lifecycle;

import static java.util.Objects.requireNonNull;

import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.local.ApplicationServer;
import io.pagenow.presence.local.Build;
import io.pagenow.presence.local.FreePort;
import io.pagenow.presence.local.LocalRedis;
import io.pagenow.presence.local.Parts;
import io.pagenow.presence.testing.CuttableProxy;
import io.pagenow.presence.testing.People;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import redis.clients.jedis.Jedis;

/**
 * A running server without the application, whose Redis and database user need passwords. Tests
 * deploy the application with settings of their own. Not thread-safe.
 *
 * @param settings the settings of the server, all of them right
 * @param database the proxy between the server and the user database
 */
record StartServer(
    ApplicationServer server,
    URI node,
    Map<String, String> settings,
    CuttableProxy database,
    SettingsWar war) {

  /** The name of the database user, and its password. */
  static final String DATABASE_USER = "presence_start";

  private static final String ISSUER = "PRESENCE_JWT_ISSUER";
  private static final String REDIS_PASSWORD = "the-password-of-redis";

  /** Starts the server. The parts stop it. */
  static StartServer start(Path directory, Parts parts) throws Exception {
    createDatabaseUser();
    CuttableProxy database = parts.start(() -> CuttableProxy.to(TestEnvironment.databasePort()));
    LocalRedis redis = parts.start(() -> LocalRedis.start(directory));
    try (Jedis client = new Jedis("127.0.0.1", redis.port())) {
      client.configSet("requirepass", REDIS_PASSWORD);
    }
    Map<String, String> settings = TestEnvironment.undisturbed(redis.settings(redis.port()));
    Map<String, String> always = new HashMap<>();
    always.put("REDIS_PASSWORD", REDIS_PASSWORD);
    // Payara ignores empty settings of a WAR, so the server must not have what may be missing.
    always.put(ISSUER, requireNonNull(settings.remove(ISSUER)));
    settings.put("RDS_PORT", Integer.toString(database.port()));
    settings.put("RDS_USERNAME", DATABASE_USER);
    settings.put("RDS_PASSWORD", DATABASE_USER);
    int port = FreePort.find();
    ApplicationServer server =
        parts.start(() -> TestEnvironment.anotherServer("node-with-wrong-settings"));
    server.start(port, settings);
    return new StartServer(
        server,
        TestEnvironment.application(port),
        settings,
        database,
        new SettingsWar(server, directory.resolve("presence-api.war"), always));
  }

  /** Starts another server with the application and all settings but one. The parts stop it. */
  ApplicationServer another(String without, Parts parts) throws Exception {
    ApplicationServer other =
        parts.start(() -> TestEnvironment.anotherServer("node-without-" + without));
    other.deploy(Build.war());
    Map<String, String> incomplete = new HashMap<>(settings);
    incomplete.putAll(war.always());
    incomplete.remove(without);
    other.start(FreePort.find(), incomplete);
    return other;
  }

  /** Deploys the application with the given wrong settings. Returns what is logged from now on. */
  ServerLog deploy(Map<String, String> wrong) throws IOException {
    ServerLog log = new ServerLog(server.log());
    war.deploy(wrong);
    return log;
  }

  void awaitReady() throws IOException {
    server.awaitReady(node);
  }

  Http.Answer health() throws IOException {
    return Http.get(node, "health/ready").send();
  }

  void changePassword(String password) throws SQLException {
    people().sql("ALTER ROLE " + DATABASE_USER + " PASSWORD '" + password + "'");
  }

  /**
   * Creates a database user who has to log in with a password, unlike the other users in the tests.
   */
  private static void createDatabaseUser() throws SQLException {
    people()
        .sql(
            """
            CREATE ROLE %1$s LOGIN PASSWORD '%1$s' IN ROLE presence_api;
            DO $$ BEGIN
              EXECUTE format('COPY (SELECT unnest(ARRAY[%%L, %%L, %%L])) TO %%L',
                'host all %1$s all scram-sha-256', 'local all all trust', 'host all all all trust',
                current_setting('hba_file'));
              PERFORM pg_reload_conf();
            END $$"""
                .formatted(DATABASE_USER));
  }

  private static People people() {
    return new People(TestEnvironment.database());
  }
}
