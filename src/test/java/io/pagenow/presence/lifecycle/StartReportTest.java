package io.pagenow.presence.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.config.SettingsReader;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
class StartReportTest {

  private static final String SECRET = "a-secret-of-a-test";

  private final Hub hub = new Hub();

  @Test
  void oneLineHasTheSettingsInForceAndNoSecret() {
    String line =
        report(Map.of("REDIS_PRIMARY_ENDPOINT_ADDRESS", "redis.example", "RDS_HOST", "db.example"))
            .summary("no servlet context");

    assertEquals(1, line.lines().count());
    for (String part :
        new String[] {
          hub.node().value(),
          "https://issuer.example",
          "redis.example:6379",
          "db.example:5432/presence",
          "timeout 180 s",
          "20 connections",
          "sharing rules enforced",
          "metrics on"
        }) {
      assertTrue(line.contains(part), part + " in " + line);
    }
    assertFalse(line.contains(SECRET), line);
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsReportedWithItsSettings() {
    String line =
        report(Map.of("RDS_USERNAME", "reader"))
            .trouble(
                new UnavailableException(
                    "The user database", new IllegalStateException("wrong password")));

    assertTrue(line.startsWith("The user database is not available. Tried RDS_HOST=(not set)"));
    assertTrue(line.contains("RDS_USERNAME=reader, RDS_SSL_MODE=verify-full, RDS_PASSWORD (set)"));
    assertTrue(line.contains("Cause: IllegalStateException: wrong password. "), line);
    assertFalse(line.contains(SECRET), line);
  }

  /** The failure is a real one: nothing listens on the port. */
  @Test
  void aWrongAddressOfRedisIsReportedWithTheSettingAndTheCause(Stores stores) {
    Settings wrong = Stores.settings(1, 1, 1);
    UnavailableException failure =
        assertThrows(
            UnavailableException.class, () -> new TestNode(stores.database(), wrong).close());
    String line = new StartReport(wrong, config(Map.of()), hub).trouble(failure);

    assertTrue(line.startsWith("Redis is not available. Tried REDIS_PRIMARY_ENDPOINT_ADDRESS="));
    assertTrue(line.contains("REDIS_PRIMARY_ENDPOINT_PORT=1, REDIS_TLS=false"), line);
    assertTrue(
        line.contains("JedisConnectionException: Failed to connect to 127.0.0.1:1. Check"), line);
  }

  private StartReport report(Map<String, String> more) {
    Config config = config(more);
    return new StartReport(SettingsReader.settings(config), config, hub);
  }

  private static Config config(Map<String, String> more) {
    Map<String, String> values =
        new HashMap<>(
            Map.of(
                "PRESENCE_JWT_ISSUER", "https://issuer.example",
                "PRESENCE_METRICS_SECRET", SECRET,
                "REDIS_PASSWORD", SECRET,
                "RDS_PASSWORD", SECRET,
                "RDS_DB_NAME", "presence"));
    values.putAll(more);
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(values, "test", 0))
        .build();
  }
}
