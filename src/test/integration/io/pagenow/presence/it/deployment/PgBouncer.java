package io.pagenow.presence.it.deployment;

import io.pagenow.presence.local.FreePort;
import io.pagenow.presence.local.Program;
import io.pagenow.presence.testing.Authority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PgBouncer in front of the user database, like the connection proxy in production. It requires
 * TLS, and a client has a connection to the database only during a transaction.
 */
public final class PgBouncer implements AutoCloseable {

  /** The host name in its first certificate. */
  public static final String HOST = "localhost";

  private static final Path PROGRAM =
      Stream.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer")
          .map(Path::of)
          .filter(Files::isExecutable)
          .findFirst()
          .orElse(Path.of("pgbouncer"));

  private final Path directory;
  private final int port;
  private final Authority authority;
  private @Nullable Program program;

  private PgBouncer(Path directory, int port) throws IOException {
    this.directory = directory;
    this.authority = Authority.create(directory.resolve("authority.p12"));
    this.port = port;
  }

  /** Returns whether PgBouncer is installed. */
  public static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  /**
   * Starts a PgBouncer with a certificate of its own test authority.
   *
   * @param database the settings for a direct connection to the database
   */
  public static PgBouncer start(Map<String, String> database)
      throws IOException, GeneralSecurityException {
    // PgBouncer refuses to run as root, so its own user must be able to read the files.
    Path directory = Files.createTempDirectory("presence-pgbouncer");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    PgBouncer proxy = new PgBouncer(directory, FreePort.find());
    Files.writeString(
        directory.resolve("users.txt"),
        "\"%s\" \"%s\"\n".formatted(database.get("RDS_USERNAME"), database.get("RDS_PASSWORD")));
    Files.writeString(directory.resolve("pgbouncer.ini"), proxy.configuration(database));
    Files.createDirectories(trusted(directory).getParent());
    proxy.authority.writeRoot(trusted(directory));
    proxy.certify(HOST);
    proxy.start();
    return proxy;
  }

  /** Returns the settings for a server to use this proxy and trust its authority. */
  public Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(settingsFor(directory.resolve("elsewhere")));
    settings.put("RDS_SSL_ROOT_CERT", trusted(directory).toString());
    return settings;
  }

  /** Like {@link #settings}, but with the CA certificate at the default path of the JDBC driver. */
  public Map<String, String> settingsByDefault() {
    return settingsFor(directory);
  }

  private Map<String, String> settingsFor(Path home) {
    return Map.of(
        "RDS_HOST",
        HOST,
        "RDS_PORT",
        Integer.toString(port),
        "RDS_SSL_MODE",
        "verify-full",
        "JAVA_TOOL_OPTIONS",
        "-Duser.home=" + home);
  }

  private static Path trusted(Path home) {
    return home.resolve(".postgresql/root.crt");
  }

  /** Starts PgBouncer, and returns when it accepts connections. */
  public void start() throws IOException {
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("-u", "nobody"));
    }
    command.add(directory.resolve("pgbouncer.ini").toString());
    Program started =
        Program.start("PgBouncer", new ProcessBuilder(command), directory.resolve("pgbouncer.log"));
    program = started;
    started.awaitListening(HOST, port);
  }

  /** Stops PgBouncer, which ends all connections through it. */
  public void stop() {
    if (program != null) {
      program.close();
    }
  }

  @Override
  public void close() {
    stop();
  }

  /**
   * Installs a certificate for the host, issued by the authority that servers trust. It is used
   * from the next start.
   */
  public void certify(String host) throws IOException, GeneralSecurityException {
    authority.issue(host, directory.resolve("server.key"), directory.resolve("server.crt"));
  }

  /**
   * Installs a certificate for {@link #HOST}, issued by an authority that servers do not trust. It
   * is used from the next start.
   */
  public void certifyByAnother() throws IOException, GeneralSecurityException {
    Authority.create(directory.resolve("another.p12"))
        .issue(HOST, directory.resolve("server.key"), directory.resolve("server.crt"));
  }

  private String configuration(Map<String, String> database) {
    return """
    [databases]
    * = host=%s port=%s
    [pgbouncer]
    listen_addr = 127.0.0.1
    listen_port = %d
    unix_socket_dir =
    auth_type = scram-sha-256
    auth_file = %s
    client_tls_sslmode = require
    client_tls_key_file = %s
    client_tls_cert_file = %s
    pool_mode = transaction
    ; Small, so that a client that keeps its connection after a transaction blocks other clients.
    default_pool_size = 2
    ignore_startup_parameters = extra_float_digits
    """
        .formatted(
            database.get("RDS_HOST"),
            database.get("RDS_PORT"),
            port,
            directory.resolve("users.txt"),
            directory.resolve("server.key"),
            directory.resolve("server.crt"));
  }
}
