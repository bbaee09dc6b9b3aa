package io.pagenow.presence.testing;

import io.pagenow.presence.local.FreePort;
import io.pagenow.presence.local.Program;
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
 * A PgBouncer in front of the user database, as the connection proxy in production is: TLS, and a
 * connection to the database for the time of a transaction only.
 */
public final class PgBouncer implements AutoCloseable {

  /** The host that its first certificate is for. */
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

  /** Whether the program is there. */
  public static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  /**
   * Starts one with a certificate of an authority of its own.
   *
   * @param database the settings by which the database is reached directly
   */
  public static PgBouncer start(Map<String, String> database)
      throws IOException, GeneralSecurityException {
    // It does not run as root, so that another user has to get at its files.
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

  /** The settings by which a server reaches the database through it and finds its authority. */
  public Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(settingsFor(directory.resolve("elsewhere")));
    settings.put("RDS_SSL_ROOT_CERT", trusted(directory).toString());
    return settings;
  }

  /** As {@link #settings}, with the authority where it is looked for if no setting says where. */
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

  /** Starts it, where it does not run. Returns once it listens. */
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

  /** Ends it, and with it all connections through it. */
  public void stop() {
    if (program != null) {
      program.close();
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** Gets a certificate for the host, of the authority that servers trust. From its next start. */
  public void certify(String host) throws IOException, GeneralSecurityException {
    authority.issue(host, directory.resolve("server.key"), directory.resolve("server.crt"));
  }

  /** Gets a certificate for its host, of another authority. From its next start. */
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
    ; A session that keeps its connection leaves none for the others.
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
