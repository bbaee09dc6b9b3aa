package io.pagenow.presence.it;

import static java.util.stream.Collectors.joining;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.local.ApplicationServer;
import io.pagenow.presence.local.BrowserExtension;
import io.pagenow.presence.local.Build;
import io.pagenow.presence.local.DevelopmentIssuer;
import io.pagenow.presence.local.FreePort;
import io.pagenow.presence.local.LocalDatabase;
import io.pagenow.presence.local.LocalRedis;
import io.pagenow.presence.local.Parts;
import io.pagenow.presence.testing.CuttableProxy;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;

/**
 * The environment of the integration tests: a PostgreSQL, a Redis and a token issuer, each behind a
 * proxy, and two servers that use them and run the built application.
 *
 * <p>Tests reach the stores directly; only the servers go through the proxies. A test that cuts a
 * proxy restores it.
 */
public final class TestEnvironment {

  /** The name of the first server. */
  public static final String NODE_A = "node-a";

  /** The name of the second server. */
  public static final String NODE_B = "node-b";

  /** How long a connection stays open after its token expired. */
  public static final Duration TOKEN_GRACE = Duration.ofSeconds(2);

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static volatile @Nullable TestEnvironment running;

  private final Path directory;
  private final LocalDatabase database;
  private final CuttableProxy databaseProxy;
  private final RedisClient redis;
  private final CuttableProxy redisProxy;
  private final DevelopmentIssuer issuer;
  private final CuttableProxy issuerProxy;
  private final Map<String, String> settings;
  private final ApplicationServer configured;
  private final Map<String, Node> nodes = new HashMap<>();

  private record Node(ApplicationServer server, int port) {}

  private TestEnvironment(Path directory, Parts parts) throws Exception {
    this.directory = directory;
    this.database = parts.start(() -> LocalDatabase.start(directory));
    this.databaseProxy = parts.start(() -> CuttableProxy.to(database.port()));
    LocalRedis server = parts.start(() -> LocalRedis.start(directory));
    this.redis = parts.start(() -> RedisClient.create("127.0.0.1", server.port()));
    this.redisProxy = parts.start(() -> CuttableProxy.to(server.port()));
    this.issuer = parts.start(() -> DevelopmentIssuer.start(0));
    this.issuerProxy = parts.start(() -> CuttableProxy.to(issuer.issuer().getPort()));
    Map<String, String> settings = new HashMap<>(database.settings(databaseProxy.port()));
    settings.putAll(server.settings(redisProxy.port()));
    settings.put("PRESENCE_JWT_ISSUER", issuer.issuer().toString());
    settings.put("PRESENCE_JWKS_URL", behind(issuerProxy, issuer.jwks()).toString());
    settings.put("PRESENCE_JWT_AUDIENCE", DevelopmentIssuer.AUDIENCE);
    settings.put("PRESENCE_TOKEN_GRACE", String.valueOf(TOKEN_GRACE.toMillis()));
    settings.put("PRESENCE_OPERATOR_GROUP", DevelopmentIssuer.OPERATORS);
    settings.putAll(issuer.signIn());
    settings.put(
        "CLIENT_URL",
        "https://chat.example.com,https://www.example.com,moz-extension://*,"
            + BrowserExtension.ORIGIN);
    this.settings = Map.copyOf(settings);
    this.configured = ApplicationServer.create(directory.resolve("configured"));
    configured.configure();
    start(NODE_A, parts);
    start(NODE_B, parts);
    prepareManaged();
    for (Node node : nodes.values()) {
      node.server().awaitReady(application(node.port()), PATIENCE);
    }
  }

  private void start(String name, Parts parts) throws Exception {
    int port = FreePort.find();
    ApplicationServer server = parts.start(() -> prepare(name));
    server.deploy(Build.war());
    server.start(port, settings);
    nodes.put(name, new Node(server, port));
  }

  /**
   * Prepares a third server, which Arquillian starts. It sets the system properties that {@code
   * arquillian.xml} uses, before Arquillian reads that file.
   */
  private void prepareManaged() throws IOException {
    prepare("managed");
    System.setProperty("presence.managed.home", Build.value("wildfly.home"));
    System.setProperty("presence.managed.directory", directory.resolve("managed").toString());
    for (String port : List.of("http", "https", "management")) {
      System.setProperty("presence.managed." + port, Integer.toString(FreePort.find()));
    }
    System.setProperty(
        "presence.managed.settings",
        settings.entrySet().stream()
            .map(setting -> "-D" + setting.getKey() + "=" + setting.getValue())
            .collect(joining(" ")));
  }

  /** Starts the environment. The caller closes the parts, even if this fails. */
  static void start(Path directory, Parts parts) throws Exception {
    running = new TestEnvironment(directory, parts);
  }

  /** Returns the user database, with the right to write. */
  public static DataSource database() {
    return running().database.owner();
  }

  /** Returns the proxy between the servers and the user database. */
  public static CuttableProxy databaseProxy() {
    return running().databaseProxy;
  }

  /** Returns a client for the Redis of the servers. */
  public static RedisClient redis() {
    return running().redis;
  }

  /** Returns the proxy between the servers and Redis. */
  public static CuttableProxy redisProxy() {
    return running().redisProxy;
  }

  /** Returns the issuer that the servers trust. */
  public static DevelopmentIssuer issuer() {
    return running().issuer;
  }

  /** Returns the proxy between the servers and the issuer. */
  public static CuttableProxy issuerProxy() {
    return running().issuerProxy;
  }

  /** Returns the address of the application on a server. */
  public static URI application(String node) {
    return application(node(node).port());
  }

  /**
   * Returns the address of the application on the server with this port on the loopback interface.
   */
  public static URI application(int port) {
    return URI.create("http://127.0.0.1:" + port + "/presence-api/");
  }

  /** Returns the process of a server. */
  public static ProcessHandle process(String node) {
    return node(node).server().process();
  }

  /** Stops one of the servers gracefully. The caller must start it again. */
  public static void stop(String node) {
    node(node).server().stop();
  }

  /** Starts a stopped server again, and waits until the application answers. */
  public static void startAgain(String name) throws IOException {
    Node node = node(name);
    node.server().start(node.port(), settings());
    node.server().awaitReady(application(node.port()), PATIENCE);
  }

  /**
   * Sweeps idle users at once, instead of waiting up to three minutes for the servers. It uses a
   * node in this process, because any node can sweep all users.
   */
  public static void sweep() {
    Settings settings = Stores.settings(redisProxy(), redisProxy());
    try (TestNode node = new TestNode(database(), settings)) {
      node.sweep().sweepIdle();
    }
  }

  /**
   * Prepares another server for the same stores, configured but not started. The caller closes it.
   */
  public static ApplicationServer anotherServer(String node) throws IOException {
    return running().prepare(node);
  }

  /**
   * Creates a server in a separate installation, neither configured nor started. The caller closes
   * it.
   */
  public static ApplicationServer serverApart(String name) throws IOException {
    return ApplicationServer.createApart(running().directory.resolve(name));
  }

  /** Returns the settings of all servers. */
  public static Map<String, String> settings() {
    return running().settings;
  }

  /**
   * Returns settings for servers that no other test disturbs: with a Redis of their own, and
   * without proxies.
   */
  public static Map<String, String> undisturbed(LocalRedis redis) {
    TestEnvironment environment = running();
    Map<String, String> settings = new HashMap<>(environment.settings);
    settings.putAll(environment.database.settings(environment.database.port()));
    settings.putAll(redis.settings(redis.port()));
    settings.put("PRESENCE_JWKS_URL", environment.issuer.jwks().toString());
    return settings;
  }

  /** Returns the path of a server's log. */
  public static Path serverLog(String node) {
    return node(node).server().log();
  }

  /** Returns the access log of a server so far. */
  public static String requests(String node) throws IOException {
    return node(node).server().requests();
  }

  private ApplicationServer prepare(String node) throws IOException {
    return configured.copyTo(directory.resolve(node));
  }

  private static Node node(String name) {
    Node node = running().nodes.get(name);
    if (node == null) {
      throw new IllegalArgumentException("There is no server " + name);
    }
    return node;
  }

  private static URI behind(CuttableProxy proxy, URI address) {
    return URI.create("http://127.0.0.1:" + proxy.port() + address.getPath());
  }

  private static TestEnvironment running() {
    TestEnvironment environment = running;
    if (environment == null) {
      throw new IllegalStateException("This runs as part of the integration tests: mvn verify");
    }
    return environment;
  }
}
