package io.pagenow.presence.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;

/** A separate PostgreSQL on the loopback interface, with the tables of the user database. */
public final class LocalDatabase implements AutoCloseable {

  private static final String OWNER = "postgres";
  private static final String NAME = "postgres";

  private final EmbeddedPostgres postgres;
  private final Path data;

  private LocalDatabase(EmbeddedPostgres postgres, Path data) {
    this.postgres = postgres;
    this.data = data;
  }

  /**
   * Starts a database with empty tables, on any free port.
   *
   * @param directory the directory for the data and the log
   */
  public static LocalDatabase start(Path directory) throws IOException, SQLException {
    Files.createDirectories(directory);
    Redirect log = Redirect.appendTo(directory.resolve("postgres.log").toFile());
    Path data = directory.resolve("postgres");
    EmbeddedPostgres postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setOutputRedirector(log)
            .setErrorRedirector(log)
            // The caller closes the database, after the server that uses it.
            .setRegisterShutdownHook(false)
            .start();
    LocalDatabase database = new LocalDatabase(postgres, data);
    try {
      database.run("schema.sql");
      database.run("reader.sql");
      return database;
    } catch (IOException | SQLException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** Returns the port on which the database listens. */
  public int port() {
    return postgres.getPort();
  }

  /** Returns the main process of PostgreSQL, the parent of its other processes, for monitoring. */
  public ProcessHandle process() throws IOException {
    String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
    return ProcessHandle.of(Long.parseLong(pid))
        .orElseThrow(() -> new IOException("PostgreSQL ended"));
  }

  /** Returns a data source for the owner, who has write access. */
  public DataSource owner() {
    return postgres.getDatabase(OWNER, NAME);
  }

  /** Runs a script from the class path as the owner. */
  public void run(String script) throws IOException, SQLException {
    try (Connection connection = owner().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(read(script));
    }
  }

  /**
   * Returns the settings with which the Presence API connects to this database.
   *
   * @param port the port to connect to: the database's own port, or that of a proxy
   */
  public Map<String, String> settings(int port) {
    return Map.of(
        "RDS_HOST", "127.0.0.1",
        "RDS_PORT", Integer.toString(port),
        "RDS_DB_NAME", NAME,
        "RDS_USERNAME", "presence_api",
        "RDS_PASSWORD", "presence_api",
        "RDS_SSL_MODE", "disable");
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }

  private static String read(String script) throws IOException {
    try (InputStream stream = LocalDatabase.class.getClassLoader().getResourceAsStream(script)) {
      if (stream == null) {
        throw new FileNotFoundException(script);
      }
      return new String(stream.readAllBytes(), UTF_8);
    }
  }
}
