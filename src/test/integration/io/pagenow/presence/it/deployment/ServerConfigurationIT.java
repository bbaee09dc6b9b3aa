package io.pagenow.presence.it.deployment;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.DeployedApplication;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.local.ApplicationServer;
import io.pagenow.presence.local.Build;
import io.pagenow.presence.local.FreePort;
import io.pagenow.presence.local.LocalDatabase;
import io.pagenow.presence.local.LocalRedis;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.People;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that prepare a server, and those that undo the preparation. */
class ServerConfigurationIT extends DeployedApplication {

  private static final String DATABASE_USER = "presence_pool";
  private static final int CLIENTS = 8;
  private static final int LIMIT = 3;
  private static final int ROUNDS = 10;

  @Test
  void scriptsCanBeRunTwiceAndLeaveNothingBehind(@TempDir Path directory) throws Exception {
    int port = FreePort.find();
    try (LocalRedis redis = LocalRedis.start(directory.resolve("redis"));
        LocalDatabase database = LocalDatabase.start(directory.resolve("database"));
        ApplicationServer server = TestEnvironment.serverApart("fresh")) {
      int doors = closedDoors(server);
      server.configure();
      server.configure();
      assertEquals(1, mentions(server, "\\$\\{[^}]*RDS_HOST"));
      assertEquals(1, drivers(server));
      assertTrue(closedDoors(server) > doors, "doors are closed");

      Map<String, String> settings = TestEnvironment.undisturbed(redis.settings(redis.port()));
      settings.putAll(database.settings(database.port()));
      settings.putAll(Map.of("RDS_POOL_MIN", "1", "RDS_POOL_MAX", Integer.toString(LIMIT)));
      settings.putAll(databaseUserOfItsOwn(new People(database.owner())));
      URI node = TestEnvironment.application(port);
      server.deploy(Build.war());
      server.start(port, settings);
      server.awaitReady(node);
      assertEquals(LIMIT, mostConnections(node, database.owner()), "as the environment says");
      server.stop();

      server.restore();
      server.restore();
      assertEquals(
          0, mentions(server, "RDS_|PRESENCE_|jdbc/presence|datasources/presence|inetaddr"));
      assertEquals(0, drivers(server));
      assertEquals(doors, closedDoors(server), "doors are open again");
    }
  }

  /** Returns how many of the server's own endpoints the configuration closes, on either server. */
  private static int closedDoors(ApplicationServer server) throws IOException {
    String text = Files.readString(server.configuration());
    // The scripts remove elements for WildFly and set attributes for Payara.
    long missing =
        Stream.of("<http-invoker", "<location name=\"/\"", "<http-connector", "<remote connectors")
            .filter(door -> !text.contains(door))
            .count();
    return Math.toIntExact(
        missing
            + Pattern.compile(
                    "<(microprofile-\\w+-configuration|network-listener|https-listener)"
                        + "[^>]* enabled=\"false\""
                        + "|http2-enabled=\"false\"|enable-http2=\"false\"|docroot/empty"
                        + "|disable-console-redirect=\"true\"|STRICT_HEADER_VALUE")
                .matcher(text)
                .results()
                .count());
  }

  /**
   * Creates a database user for one server, so that its connections can be counted separately.
   * Returns the settings of the user.
   */
  private static Map<String, String> databaseUserOfItsOwn(People people) throws SQLException {
    people.sql(
        "CREATE ROLE %1$s LOGIN PASSWORD '%1$s' IN ROLE presence_api".formatted(DATABASE_USER));
    return Map.of("RDS_USERNAME", DATABASE_USER, "RDS_PASSWORD", DATABASE_USER);
  }

  /**
   * Returns the maximum number of connections while more clients send requests at once than the
   * pool has connections.
   */
  private static long mostConnections(URI node, DataSource database) throws Exception {
    UserId ann = new UserId("ann");
    new People(database).add(ann);
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (Connection connection = database.getConnection();
        Statement lock = connection.createStatement();
        // A second connection, because the count does not change within a transaction.
        Connection counting = database.getConnection();
        Statement count = counting.createStatement()) {
      connection.setAutoCommit(false);
      // Requests wait for the lock, and keep their connections meanwhile.
      lock.execute("LOCK TABLE user_table");
      Callable<Integer> question =
          () -> Http.get(node, "api/presence").header("Authorization", token(ann)).send().status();
      long most = 0;
      // On a busy machine, opening connections may take longer than the requests wait.
      for (int round = 0; round < ROUNDS && most < LIMIT; round++) {
        List<Future<Integer>> answers = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
          answers.add(clients.submit(question));
        }
        for (Future<Integer> answer : answers) {
          while (!answer.isDone()) {
            most = Math.max(most, connections(count));
          }
        }
      }
      return most;
    } finally {
      clients.shutdownNow();
    }
  }

  private static long connections(Statement statement) throws SQLException {
    try (ResultSet count =
        statement.executeQuery(
            "SELECT count(*) FROM pg_stat_activity WHERE usename = '" + DATABASE_USER + "'")) {
      count.next();
      return count.getLong(1);
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
