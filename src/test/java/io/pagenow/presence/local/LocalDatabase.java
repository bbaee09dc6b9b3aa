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

/** A PostgreSQL of its own on the loopback interface, with the tables of the user database. */
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
   * Starts one with empty tables, on any free port.
   *
   * @param directory where its data and its log go
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
            // Who starts it ends it, after the server that uses it.
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

  /** The port that it listens on. */
  public int port() {
    return postgres.getPort();
  }

  /** Its process, the parent of all others, to be watched. */
  public ProcessHandle process() throws IOException {
    String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
    return ProcessHandle.of(Long.parseLong(pid))
        .orElseThrow(() -> new IOException("PostgreSQL ended"));
  }

  /** The way in for its owner, who may write. */
  public DataSource owner() {
    return postgres.getDatabase(OWNER, NAME);
  }

  /** Runs a script of the class path as the owner. */
  public void run(String script) throws IOException, SQLException {
    try (Connection connection = owner().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(read(script));
    }
  }

  /**
   * The settings with which the Presence API reaches it.
   *
   * @param port where it is reached: its own, or that of a proxy
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
