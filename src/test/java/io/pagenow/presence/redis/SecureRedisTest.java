package io.pagenow.presence.redis;

import static io.pagenow.presence.testing.ChangedSettings.withRedis;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.config.Settings.Endpoint;
import io.pagenow.presence.config.Settings.Redis;
import io.pagenow.presence.local.FreePort;
import io.pagenow.presence.local.Parts;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.Presence.Online;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.redis.connection.RedisPools;
import io.pagenow.presence.redis.connection.Shards;
import io.pagenow.presence.testing.Authority;
import io.pagenow.presence.testing.SecureRedis;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.exceptions.JedisException;

/** A Redis with TLS and a user with limited rights. */
@ExtendWith(Stores.class)
@SuppressWarnings("NullAway.Init") // Set before all tests.
class SecureRedisTest {

  private static final UserId ANN = new UserId("ann");
  private static final Page PAGE = Pages.of("https://example.com/", "Example");

  private static final Parts PARTS = new Parts();
  private static Path directory;
  private static Authority authority;
  private static Path trusted;
  private static int here;
  private static int elsewhere;

  @BeforeAll
  static void start(@TempDir Path files) throws Exception {
    SecureRedis.assumeInstalled();
    directory = files;
    authority = Authority.create(files.resolve("authority.p12"));
    trusted = files.resolve("root.crt");
    authority.writeRoot(trusted);
    here = startRedis("localhost");
    elsewhere = startRedis("elsewhere.example.com");
  }

  @AfterAll
  static void stop() {
    PARTS.close();
  }

  @Test
  void aUserWithLimitedRightsCanRunAllOperations(Stores stores) {
    Settings settings = settings(stores, here, SecureRedis.PASSWORD, trusted);
    try (TestNode node = new TestNode(stores, settings)) {
      node.renewLease();
      node.presence().update(node.connect(ANN), PAGE).toCompletableFuture().join();

      assertTrue(node.reader().presenceOf(Set.of(ANN)).get(ANN) instanceof Online);
    }
  }

  @Test
  void aCertificateOfAnotherHostIsRefused(Stores stores) {
    assertTrue(
        failure(settings(stores, elsewhere, SecureRedis.PASSWORD, trusted))
            .contains("name matching localhost"));
  }

  @Test
  void aCertificateOfAnUnknownAuthorityIsRefused(Stores stores) {
    assertTrue(failure(settings(stores, here, SecureRedis.PASSWORD, null)).contains("PKIX"));
  }

  @Test
  void aWrongPasswordIsRefused(Stores stores) {
    assertTrue(failure(settings(stores, here, "guess", trusted)).contains("WRONGPASS"));
  }

  @Test
  void aFileWithoutCertificatesIsReportedWithItsSetting(Stores stores) throws IOException {
    Path empty = Files.writeString(directory.resolve("empty"), "");
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> new RedisPools(settings(stores, here, SecureRedis.PASSWORD, empty)))
            .getMessage();
    assertEquals(
        "REDIS_TLS_ROOT_CERT must be a file with certificates, not '" + empty + "'", message);
  }

  /** The loopback address that Redis listens on. */
  private static int startRedis(String host) throws Exception {
    int port = FreePort.find();
    Path files = directory.resolve(host);
    PARTS.start(() -> SecureRedis.start(files, authority, host, "127.0.0.1", port));
    return port;
  }

  private Settings settings(Stores stores, int port, String password, @Nullable Path authorities) {
    Endpoint endpoint = new Endpoint("localhost", port);
    return withRedis(
        stores.settings(),
        new Redis(endpoint, endpoint, SecureRedis.USER, password, true, authorities, 16, 1, false));
  }

  /** Returns the message of the failure to use Redis with these settings. */
  private static String failure(Settings settings) {
    try (Shards shards = new RedisPools(settings).reads()) {
      StringBuilder reasons = new StringBuilder();
      @Nullable Throwable cause = assertThrows(JedisException.class, () -> shards.connect(0));
      while (cause != null) {
        reasons.append(cause).append('\n');
        cause = cause.getCause();
      }
      return reasons.toString();
    }
  }
}
