package io.pagenow.presence.lifecycle.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.config.SettingsReader;
import io.pagenow.presence.delivery.Hub;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

class StartReportTest {

  static final String SECRET = "a-secret-of-a-test";

  private final Hub hub = new Hub();

  @Test
  void oneLineHasTheSettingsInForceAndNoSecret() {
    String line =
        summary(
            Map.of(
                "REDIS_PRIMARY_ENDPOINT_ADDRESS", "redis.example",
                "REDIS_READER_ENDPOINT_ADDRESS", "reader.example",
                "REDIS_USERNAME", "presence",
                "RDS_HOST", "db.example",
                "PRESENCE_JWT_AUDIENCE", "chat",
                "PRESENCE_HISTORY", "true",
                "PRESENCE_OPERATOR_GROUP", "operators"));

    assertEquals(1, line.lines().count());
    for (String part :
        new String[] {
          "starts as node " + hub.node().value(),
          "issuer https://issuer.example, keys https://issuer.example/.well-known/jwks.json",
          "audience chat;",
          "Redis redis.example:6379 (reader reader.example:6379), user presence, 1 partition(s)",
          "TLS off;",
          "database db.example:5432/presence, TLS verify-full;",
          "timeout 180 s, grace period 10 s;",
          "20 connections, each with 20 messages a second of 131072 bytes;",
          "sharing rules enforced; history 30 days; operators group operators; metrics on"
        }) {
      assertTrue(line.contains(part), part + " in " + line);
    }
    assertFalse(line.contains(SECRET), line);
  }

  @Test
  void theLineSaysWhatIsOff() {
    String line = summary(Map.of("PRESENCE_ENFORCE_SHARING", "false"));

    assertTrue(line.contains("audience not checked; Redis localhost:6379, user default"), line);
    assertTrue(line.contains("database (RDS_HOST is not set):5432/presence"), line);
    assertTrue(line.contains("sharing rules not enforced; history off; operators none"), line);
  }

  private String summary(Map<String, String> more) {
    Config config = config(more);
    return new StartReport(SettingsReader.settings(config), config, hub).summary("1.2.3");
  }

  /** Returns a configuration with an issuer, secrets and the given values. */
  static Config config(Map<String, String> more) {
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
