package io.pagenow.presence.local;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs the Presence API on this machine until it is interrupted. Starts a local stand-in for every
 * service that the environment does not configure.
 */
public final class LocalSystem {

  /** The users of {@code demo-data.sql} whose ids are names. */
  private static final List<String> DEMO_USERS = List.of("alice", "bob", "carol", "dave", "erin");

  /** All extensions of Firefox, whose origins are random. */
  private static final String FIREFOX = "moz-extension://*";

  /** The development server of Vite, which front-end developers use. */
  private static final String VITE = "http://localhost:5173";

  /** A strong reference: without one, the logger can be garbage-collected and loses its level. */
  private static final Logger ROOT_LOGGER = Logger.getLogger("");

  private final Parts parts = new Parts();
  private final Map<String, String> settings = new HashMap<>();
  private final PrintStream out;
  private final GivenServices given;
  private final int port;
  private final Path directory;
  private volatile boolean interrupted;

  private LocalSystem(PrintStream out, GivenServices given, int port, Path directory) {
    this.out = out;
    this.given = given;
    this.port = port;
    this.directory = directory;
    settings.putAll(given.environment());
  }

  /** Starts the system, with the options of the {@link Build}. */
  public static void main(String[] arguments) {
    ROOT_LOGGER.setLevel(Level.WARNING);
    int port = Integer.parseInt(Build.value("http.port"));
    Path directory = Build.output("local").resolve(Integer.toString(port));
    GivenServices given;
    try {
      given = new GivenServices(EnvironmentFile.read(Path.of(Build.value("environment.file"))));
    } catch (IllegalArgumentException e) {
      System.err.println("Presence API is not running: " + e.getMessage());
      System.exit(1);
      return;
    }
    LocalSystem system = new LocalSystem(System.out, given, port, directory);
    try {
      system.run();
    } catch (Exception e) {
      // An exception during the shutdown is not a failure.
      if (!system.interrupted) {
        System.err.println("Presence API is not running: " + e.getMessage());
        // After an exception, Maven would print pages about threads and goals.
        System.exit(1);
      }
    }
  }

  private void run() throws Exception {
    if (!FreePort.isFree(port)) {
      throw new IOException(
          "Port " + port + " is taken: choose another one with -Dpresence.http.port=");
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::interrupt, "end of the local system"));
    try (parts) {
      new FileTree(directory).delete();
      startDatabase();
      startRedis();
      Optional<DevelopmentIssuer> issuer = startIssuer();
      ApplicationServer server = parts.start(this::startServer);
      URI application = URI.create("http://localhost:" + port + "/presence-api/");
      server.awaitReady(application);
      out.println("Presence API is ready: " + application);
      issuer.ifPresent(tokens -> introduce(application, tokens));
      out.println("  Server log:  " + server.log());
      out.println("  To end it:   Ctrl-C");
      server.awaitEnd();
      throw new IOException("The server ended by itself: see " + server.log());
    }
  }

  private void interrupt() {
    interrupted = true;
    parts.close();
  }

  private void startDatabase() throws Exception {
    if (given.database()) {
      out.println("PostgreSQL:  as RDS_HOST says, at " + given.value("RDS_HOST"));
      if (given.value("RDS_PASSWORD").isEmpty()) {
        // A database that trusts local users needs no password, but WildFly's data source does.
        settings.put("RDS_PASSWORD", "none");
      }
      return;
    }
    LocalDatabase database = parts.start(() -> LocalDatabase.start(directory));
    database.run("demo-data.sql");
    settings.putAll(database.settings(database.port()));
    out.println("PostgreSQL:  started, port " + database.port());
  }

  private void startRedis() throws Exception {
    if (given.redis()) {
      String host = given.value("REDIS_PRIMARY_ENDPOINT_ADDRESS");
      out.println("Redis:       as REDIS_PRIMARY_ENDPOINT_ADDRESS says, at " + host);
      return;
    }
    LocalRedis redis = parts.start(() -> LocalRedis.start(directory));
    settings.putAll(redis.settings(redis.port()));
    out.println("Redis:       started, port " + redis.port());
  }

  private Optional<DevelopmentIssuer> startIssuer() throws Exception {
    if (given.issuer()) {
      out.println("Tokens:      those of the issuer that the environment names");
      return Optional.empty();
    }
    DevelopmentIssuer issuer = parts.start(() -> DevelopmentIssuer.start(0));
    settings.put("PRESENCE_JWT_ISSUER", issuer.issuer().toString());
    settings.put("PRESENCE_JWKS_URL", issuer.jwks().toString());
    settings.put("PRESENCE_JWT_AUDIENCE", DevelopmentIssuer.AUDIENCE);
    settings.put("PRESENCE_OPERATOR_GROUP", DevelopmentIssuer.OPERATORS);
    settings.putAll(issuer.signIn());
    out.println("Tokens:      issuer started, port " + issuer.issuer().getPort());
    return Optional.of(issuer);
  }

  private ApplicationServer startServer() throws IOException {
    ApplicationServer server = ApplicationServer.create(directory.resolve("server"));
    server.configure();
    server.deploy(Build.war());
    settings.put(
        "CLIENT_URL",
        String.join(",", given.value("CLIENT_URL"), BrowserExtension.ORIGIN, FIREFOX, VITE));
    server.start(port, settings);
    out.println("%-12s starts, port %d".formatted(ServerKind.current().title() + ":", port));
    return server;
  }

  private void introduce(URI application, DevelopmentIssuer tokens) {
    URI token = tokens.issuer().resolve("/token?user=");
    out.println("  Live page:   " + livePage(application, tokens));
    out.println("  Operator:    " + operatorPage(application, tokens));
    out.println("  Tokens:      " + token + "ID");
    if (!given.database()) {
      out.println(
          "  Demo users:  "
              + String.join(", ", DEMO_USERS)
              + " (bob and carol are alice's friends)");
    }
    out.printf(
        "  Example:     curl -H \"Authorization: $(curl -s '%salice')\" %s%n",
        token, application.resolve("api/presence"));
  }

  /** Returns the address of the operator's page, with a user in the group of the operators. */
  private static String operatorPage(URI application, DevelopmentIssuer tokens) {
    return application.resolve("operator.html") + "#issuer=" + tokens.issuer() + "&users=operator";
  }

  /**
   * Returns the address of the live page. Its fragment, which is never sent to a server, contains
   * the address of the token issuer.
   */
  private URI livePage(URI application, DevelopmentIssuer tokens) {
    String users = given.database() ? "" : "&users=" + String.join(",", DEMO_USERS);
    return application.resolve("#issuer=" + tokens.issuer() + users);
  }
}
