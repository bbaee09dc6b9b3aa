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
 * A Redis as a cloud gives it: TLS, and a user who may do no more than the application has to. The
 * test reaches it by another port, without TLS and as another user.
 *
 * <p>The program that the other tests use cannot do TLS, so this takes the one of the system.
 */
public final class SecureRedis implements AutoCloseable {

  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/bin/redis-server"),
          Path.of("/usr/local/bin/redis-server"),
          Path.of("/opt/homebrew/bin/redis-server"));

  /** Who the application is to it. */
  public static final String USER = "presence";

  private static final String ADMINISTRATOR = "administrator";

  /** Of both users, and the same for all servers, as replicas have the users of their primary. */
  public static final String PASSWORD = UUID.randomUUID().toString();

  private final LocalRedis redis;
  private final String address;

  private SecureRedis(LocalRedis redis, String address) {
    this.redis = redis;
    this.address = address;
  }

  /** Skips the test where the program is missing. */
  public static void assumeInstalled() {
    boolean installed = PLACES.stream().anyMatch(Files::isExecutable);
    if (!installed) {
      System.out.println("redis-server is not installed: the tests that need TLS are skipped.");
    }
    Assumptions.assumeTrue(installed, "redis-server is not installed");
  }

  /**
   * Starts an empty one.
   *
   * @param directory where its keys and its log go; one that no other Redis has
   * @param host what its certificate is for
   * @param address where it listens, on the loopback interface
   * @param port of TLS
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
    Path program = PLACES.stream().filter(Files::isExecutable).findFirst().orElseThrow();
    LocalRedis redis =
        LocalRedis.start(
            directory,
            program,
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

  /** The settings by which the application says who it is. */
  public static Map<String, String> credentials() {
    return Map.of("REDIS_USERNAME", USER, "REDIS_PASSWORD", PASSWORD, "REDIS_TLS", "true");
  }

  /** Where it listens. */
  public String address() {
    return address;
  }

  /** Makes it a replica of the other one: what it had is lost. */
  public void follow(SecureRedis primary) {
    try (Jedis administrator = administrator()) {
      administrator.replicaof(primary.address, primary.redis.port());
    }
  }

  /** Makes a replica a primary, with what it has. */
  public void promote() {
    try (Jedis administrator = administrator()) {
      administrator.replicaofNoOne();
    }
  }

  /** A client who may do everything. The caller closes it. */
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
