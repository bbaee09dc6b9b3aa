package io.pagenow.presence.it.outage;

import static io.pagenow.presence.it.client.Socket.message;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.DeployedApplication;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.local.ApplicationServer;
import io.pagenow.presence.local.Build;
import io.pagenow.presence.local.FreePort;
import io.pagenow.presence.local.Parts;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.Authority;
import io.pagenow.presence.testing.SecureRedis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/**
 * Redis as in ElastiCache: TLS, a user with few permissions, and a name that resolves to the
 * primary. A replica is promoted, the name resolves to it, and the old primary becomes its replica.
 */
class RedisFailOverIT extends DeployedApplication {

  private static final String PRIMARY = "primary.redis.example.com";

  /** Resolves to the replica, whose certificate does not contain this name. */
  private static final String READER = "reader.redis.example.com";

  private static final Duration RECOVERY = Duration.ofSeconds(10);
  private static final int USERS = 10;
  private static final Pattern PAGE = Pattern.compile("https://example\\.com/(\\d+)/");

  private final Parts parts = new Parts();
  private final AtomicInteger pages = new AtomicInteger();
  private Path directory;
  private SecureRedis old;
  private SecureRedis next;
  private ApplicationServer server;
  private URI node;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    SecureRedis.assumeInstalled();
    this.directory = directory;
    Authority authority = Authority.create(directory.resolve("authority.p12"));
    authority.writeRoot(directory.resolve("root.crt"));
    int port = FreePort.find();
    old = parts.start(() -> redis("old", authority, "127.0.0.1", port));
    next = parts.start(() -> redis("next", authority, "127.0.0.2", port));
    next.follow(old);
    name(old, next);
    int http = FreePort.find();
    node = TestEnvironment.application(http);
    server = parts.start(() -> TestEnvironment.anotherServer("node-with-secure-redis"));
    server.deploy(Build.war());
    server.start(http, settings(port));
    server.awaitReady(node);
  }

  @AfterEach
  void stop() {
    parts.close();
  }

  @Test
  void promotionOfAReplicaUnderLoadIsSurvivedWithoutARestart() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
    try (Socket socket = Socket.open(node, token(ann));
        Socket friend = Socket.open(node, token(ben));
        Jedis promoted = next.administrator()) {
      for (int i = 0; i < USERS; i++) {
        Socket busy = parts.start(() -> Socket.open(node, token(user("busy"))));
        var unused = load.scheduleAtFixedRate(() -> update(busy), i, 100, MILLISECONDS);
      }
      int before = update(socket);
      friend.next(message("update-presence", ann));
      await().until(() -> pageIn(promoted.hget("page", ann.value())) == before);

      next.promote();
      old.follow(next);
      name(next, old);
      int last = pages.get();

      await()
          .atMost(RECOVERY)
          .pollInterval(Duration.ofMillis(200))
          .until(
              () -> {
                update(socket);
                return pageIn(promoted.hget("page", ann.value())) > last
                    && pageIn(get("api/presence/" + ann, ben, node).body()) > last
                    && friend.received().stream().anyMatch(json -> pageIn(json.toString()) > last);
              });
      load.shutdown();
      assertTrue(load.awaitTermination(5, SECONDS));
      assertTrue(socket.isOpen() && friend.isOpen(), "sockets stay open");
      assertEquals(USERS + 2, promoted.hlen("presence_connection_user"), "all are recorded");
      assertTrue(Files.readString(server.log()).contains("name matching " + READER));
    } finally {
      load.shutdownNow();
    }
  }

  private SecureRedis redis(String name, Authority authority, String address, int port)
      throws Exception {
    return SecureRedis.start(directory.resolve(name), authority, PRIMARY, address, port);
  }

  private Map<String, String> settings(int port) {
    Map<String, String> settings = TestEnvironment.undisturbed(SecureRedis.credentials());
    settings.put("REDIS_PRIMARY_ENDPOINT_ADDRESS", PRIMARY);
    settings.put("REDIS_PRIMARY_ENDPOINT_PORT", Integer.toString(port));
    settings.put("REDIS_READER_ENDPOINT_ADDRESS", READER);
    settings.put("REDIS_READER_ENDPOINT_PORT", Integer.toString(port));
    settings.put("REDIS_TLS_ROOT_CERT", directory.resolve("root.crt").toString());
    settings.put("JAVA_TOOL_OPTIONS", "-Djdk.net.hosts.file=" + names());
    return settings;
  }

  /** Sets the addresses of the names. The server may cache the old addresses. */
  private void name(SecureRedis primary, SecureRedis replica) throws IOException {
    InetAddress self = InetAddress.getLocalHost();
    Files.writeString(
        names(),
        """
        127.0.0.1 localhost
        %s %s
        %s %s
        %s %s
        """
            .formatted(
                self.getHostAddress(),
                self.getHostName(),
                primary.address(),
                PRIMARY,
                replica.address(),
                READER));
  }

  private Path names() {
    return directory.resolve("hosts");
  }

  /** Updates the user to a new page, and returns the number of the page. */
  private int update(Socket socket) {
    int page = pages.incrementAndGet();
    socket.update("https://example.com/" + page + "/", "Example");
    return page;
  }

  /** Returns the number of the first page in the text; 0 if there is none. */
  private static int pageIn(@Nullable String text) {
    Matcher page = PAGE.matcher(String.valueOf(text));
    return page.find() ? Integer.parseInt(page.group(1)) : 0;
  }
}
