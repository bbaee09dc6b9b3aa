package io.pagenow.presence.testing;

import io.pagenow.presence.local.FreePort;
import io.pagenow.presence.local.LocalRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/**
 * A Redis like a managed one in a cloud: with TLS, and with a user that has only the rights that
 * the application needs. The test connects through another port, without TLS and as an
 * administrator.
 *
 * <p>The Redis of the other tests is built without TLS, so this one runs the installed program.
 */
public final class SecureRedis implements AutoCloseable {

  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/bin/redis-server"),
          Path.of("/usr/local/bin/redis-server"),
          Path.of("/opt/homebrew/bin/redis-server"));

  /** The user name of the application. */
  public static final String USER = "presence";

  private static final String ADMINISTRATOR = "administrator";

  /** The password of both users. All servers share it, because a replica logs in to its primary. */
  public static final String PASSWORD = UUID.randomUUID().toString();

  private final LocalRedis redis;
  private final String address;

  private SecureRedis(LocalRedis redis, String address) {
    this.redis = redis;
    this.address = address;
  }

  /** Skips the test if {@code redis-server} is not installed. */
  public static void assumeInstalled() {
    boolean installed = PLACES.stream().anyMatch(Files::isExecutable);
    if (!installed) {
      System.out.println("redis-server is not installed: the tests that need TLS are skipped.");
    }
    Assumptions.assumeTrue(installed, "redis-server is not installed");
  }

  /** Returns the program that is installed, a Redis 7. */
  public static Path program() {
    return PLACES.stream().filter(Files::isExecutable).findFirst().orElseThrow();
  }

  /**
   * Starts an empty Redis.
   *
   * @param directory the directory of its data and log; no other Redis may use it
   * @param host the host name in its certificate
   * @param address the loopback address to listen on
   * @param port the TLS port
   */
  public static SecureRedis start(
      Path directory, Authority authority, String host, String address, int port)
      throws IOException, GeneralSecurityException {
    Files.createDirectories(directory);
    Path key = directory.resolve("redis.key");
    Path certificate = directory.resolve("redis.crt");
    authority.issue(host, key, certificate);
    Path users = directory.resolve("users.acl");
    Files.writeString(
        users,
        """
        user default off
        user %1$s on >%3$s resetchannels ~presence* ~status ~page ~latest_page &presence:* +@all -@admin -@dangerous
        user %2$s on >%3$s ~* &* +@all
        """
            .formatted(USER, ADMINISTRATOR, PASSWORD));
    LocalRedis redis =
        LocalRedis.start(
            directory,
            program(),
            address,
            FreePort.find(),
            Stream.of(
                    "--tls-port " + port,
                    "--tls-cert-file " + certificate,
                    "--tls-key-file " + key,
                    "--tls-ca-cert-file " + certificate,
                    "--tls-auth-clients no",
                    "--aclfile " + users,
                    "--masteruser " + ADMINISTRATOR,
                    "--masterauth " + PASSWORD,
                    "--repl-diskless-sync-delay 0")
                .flatMap(option -> Stream.of(option.split(" ", -1)))
                .toList());
    return new SecureRedis(redis, address);
  }

  /** Returns the settings with the credentials of the application. */
  public static Map<String, String> credentials() {
    return Map.of("REDIS_USERNAME", USER, "REDIS_PASSWORD", PASSWORD, "REDIS_TLS", "true");
  }

  /** Returns the loopback address that it listens on. */
  public String address() {
    return address;
  }

  /** Makes this server a replica of another one. It loses its own data. */
  public void follow(SecureRedis primary) {
    try (Jedis administrator = administrator()) {
      administrator.replicaof(primary.address, primary.redis.port());
    }
  }

  /** Makes this replica a primary, which keeps its data. */
  public void promote() {
    try (Jedis administrator = administrator()) {
      administrator.replicaofNoOne();
    }
  }

  /** Opens a client with all rights. The caller closes it. */
  public Jedis administrator() {
    return new Jedis(
        new HostAndPort(address, redis.port()),
        DefaultJedisClientConfig.builder()
            .user(ADMINISTRATOR)
            .password(PASSWORD)
            .autoNegotiateProtocol(false)
            .build());
  }

  @Override
  public void close() {
    redis.close();
  }
}
