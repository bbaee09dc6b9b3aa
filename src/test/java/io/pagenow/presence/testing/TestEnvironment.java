package io.pagenow.presence.testing;

import static java.util.stream.Collectors.joining;

import io.pagenow.presence.local.DevelopmentIssuer;
import io.pagenow.presence.local.LocalDatabase;
import io.pagenow.presence.local.LocalRedis;
import io.pagenow.presence.local.Parts;
import io.pagenow.presence.local.ReferenceExtension;
import io.pagenow.presence.local.WildFlyServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;

/**
 * What the integration tests share: a PostgreSQL, a Redis, a token issuer, each behind a proxy, and
 * the directories of two WildFly servers that use them. Arquillian starts and stops the servers:
 * see {@code arquillian.xml}.
 *
 * <p>Tests reach the stores directly; only the servers go through the proxies. Who cuts a proxy
 * restores it.
 */
public final class TestEnvironment {

  /** The qualifier of the first server in {@code arquillian.xml}. */
  public static final String NODE_A = "node-a";

  /** The qualifier of the second one. */
  public static final String NODE_B = "node-b";

  private static volatile @Nullable TestEnvironment running;

  private final Path directory;
  private final LocalDatabase database;
  private final CuttableProxy databaseProxy;
  private final RedisClient redis;
  private final CuttableProxy redisProxy;
  private final DevelopmentIssuer issuer;
  private final CuttableProxy issuerProxy;
  private final Map<String, String> settings;

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
    settings.put(
        "CLIENT_URL",
        "https://chat.example.com,https://www.example.com," + ReferenceExtension.ORIGIN);
    this.settings = Map.copyOf(settings);
    // For arquillian.xml, which is read after this.
    System.setProperty(
        "presence.test.settings",
        settings.entrySet().stream()
            .map(setting -> "-D" + setting.getKey() + "=" + setting.getValue())
            .collect(joining(" ")));
    prepare(NODE_A);
    prepare(NODE_B);
  }

  /** Starts it; the parts are for the caller to close, also where this fails. */
  static void start(Path directory, Parts parts) throws Exception {
    running = new TestEnvironment(directory, parts);
  }

  /** The application as it was built. */
  public static WebArchive application() {
    return ShrinkWrap.createFromZipFile(WebArchive.class, path("presence.war").toFile());
  }

  /** The user database, where tests may write. */
  public static DataSource database() {
    return running().database.owner();
  }

  /** What the servers' connections to the user database go through. */
  public static CuttableProxy databaseProxy() {
    return running().databaseProxy;
  }

  /** The Redis of the servers. */
  public static RedisClient redis() {
    return running().redis;
  }

  /** What the servers' connections to Redis go through. */
  public static CuttableProxy redisProxy() {
    return running().redisProxy;
  }

  /** Whose tokens the servers take. */
  public static DevelopmentIssuer issuer() {
    return running().issuer;
  }

  /** What the servers ask for the issuer's keys through. */
  public static CuttableProxy issuerProxy() {
    return running().issuerProxy;
  }

  /** The port of a server's applications, on the loopback interface. */
  public static int httpPort(String node) {
    return Integer.getInteger("presence." + node + ".http.port");
  }

  /** Where a server has the application. */
  public static URI application(String node) {
    return URI.create("http://127.0.0.1:" + httpPort(node) + "/presence-api/");
  }

  /** One more server for the same stores, configured but not started. The caller closes it. */
  public static WildFlyServer anotherServer(String node) throws IOException {
    return running().prepare(node);
  }

  /** The settings of all servers. */
  public static Map<String, String> settings() {
    return running().settings;
  }

  /** What a server logs. */
  public static Path serverLog(String node) {
    return running().directory.resolve(node).resolve("log/server.log");
  }

  /** The requests that a server logs. */
  public static Path accessLog(String node) {
    return running().directory.resolve(node).resolve("log/access.log");
  }

  private WildFlyServer prepare(String node) throws IOException {
    WildFlyServer server =
        WildFlyServer.create(path("presence.wildfly.home"), directory.resolve(node));
    server.configure(path("presence.wildfly.configuration"));
    return server;
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

  private static Path path(String property) {
    return Path.of(System.getProperty(property));
  }
}
