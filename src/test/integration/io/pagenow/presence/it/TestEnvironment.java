package io.pagenow.presence.it;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.local.ApplicationServer;
import io.pagenow.presence.local.DevelopmentIssuer;
import io.pagenow.presence.local.Parts;
import io.pagenow.presence.testing.CuttableProxy;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
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
  public static final Duration TOKEN_GRACE = TestServices.TOKEN_GRACE;

  /** The secret with which tests read the metrics of a server. */
  public static final String METRICS_SECRET = "the-secret-of-the-metrics";

  private static volatile @Nullable TestEnvironment running;

  private final Path directory;
  private final TestServices services;
  private final TestServers servers;

  private TestEnvironment(Path directory, Parts parts) throws Exception {
    this.directory = directory;
    this.services = new TestServices(directory, parts);
    this.servers = new TestServers(directory, services.settings(), parts);
  }

  /** Starts the environment. The caller closes the parts, even if this fails. */
  static void start(Path directory, Parts parts) throws Exception {
    running = new TestEnvironment(directory, parts);
  }

  /** Returns the user database, with the right to write. */
  public static DataSource database() {
    return running().services.database().owner();
  }

  /** Returns the port of the user database itself. */
  public static int databasePort() {
    return running().services.database().port();
  }

  /** Returns the proxy between the servers and the user database. */
  public static CuttableProxy databaseProxy() {
    return running().services.databaseProxy();
  }

  /** Returns a client for the Redis of the servers. */
  public static RedisClient redis() {
    return running().services.redis();
  }

  /** Returns the proxy between the servers and Redis. */
  public static CuttableProxy redisProxy() {
    return running().services.redisProxy();
  }

  /** Returns the issuer that the servers trust. */
  public static DevelopmentIssuer issuer() {
    return running().services.issuer();
  }

  /** Returns the proxy between the servers and the issuer. */
  public static CuttableProxy issuerProxy() {
    return running().services.issuerProxy();
  }

  /** Returns the address of the application on a server. */
  public static URI application(String node) {
    return node(node).application();
  }

  /**
   * Returns the address of the application on the server with this port on the loopback interface.
   */
  public static URI application(int port) {
    return TestServers.application(port);
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
    node(name).start(settings());
    node(name).awaitReady();
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
    return running().servers.prepare(node);
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
    return running().services.settings();
  }

  /**
   * Returns settings for servers that no other test disturbs: with a Redis of their own, and
   * without proxies.
   *
   * @param redis the settings of that Redis
   * @return a new map
   */
  public static Map<String, String> undisturbed(Map<String, String> redis) {
    return running().services.undisturbed(redis);
  }

  /** Returns the path of a server's log. */
  public static Path serverLog(String node) {
    return node(node).server().log();
  }

  /** Returns the access log of a server so far. */
  public static String requests(String node) throws IOException {
    return node(node).server().requests();
  }

  private static TestServers.Node node(String name) {
    return running().servers.node(name);
  }

  private static TestEnvironment running() {
    TestEnvironment environment = running;
    if (environment == null) {
      throw new IllegalStateException("This runs as part of the integration tests: mvn verify");
    }
    return environment;
  }
}
