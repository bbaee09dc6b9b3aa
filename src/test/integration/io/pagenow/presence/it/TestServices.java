package io.pagenow.presence.it;

import io.pagenow.presence.local.BrowserExtension;
import io.pagenow.presence.local.DevelopmentIssuer;
import io.pagenow.presence.local.LocalDatabase;
import io.pagenow.presence.local.LocalRedis;
import io.pagenow.presence.local.Parts;
import io.pagenow.presence.testing.CuttableProxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import redis.clients.jedis.RedisClient;

/**
 * A PostgreSQL, a Redis and a token issuer for servers, each behind a proxy, and the settings with
 * which servers use them. Stopped by the {@link Parts} that started them.
 */
final class TestServices {

  /** How long a connection stays open after its token expired. */
  static final Duration TOKEN_GRACE = Duration.ofSeconds(2);

  private final LocalDatabase database;
  private final CuttableProxy databaseProxy;
  private final RedisClient redis;
  private final CuttableProxy redisProxy;
  private final DevelopmentIssuer issuer;
  private final CuttableProxy issuerProxy;
  private final Map<String, String> settings;

  TestServices(Path directory, Parts parts) throws Exception {
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
    // Each start would take five seconds more.
    settings.put("PRESENCE_REHEARSAL", "0");
    settings.put("PRESENCE_TOKEN_GRACE", String.valueOf(TOKEN_GRACE.toMillis()));
    settings.put("PRESENCE_METRICS_SECRET", TestEnvironment.METRICS_SECRET);
    settings.put("PRESENCE_OPERATOR_GROUP", DevelopmentIssuer.OPERATORS);
    settings.put("PRESENCE_HISTORY", "true");
    settings.putAll(issuer.signIn());
    settings.put("PRESENCE_PROFILE_IMAGES_URL", "https://images.test/");
    settings.put(
        "CLIENT_URL",
        "https://chat.example.com,https://www.example.com,moz-extension://*,"
            + BrowserExtension.ORIGIN);
    this.settings = Map.copyOf(settings);
  }

  LocalDatabase database() {
    return database;
  }

  CuttableProxy databaseProxy() {
    return databaseProxy;
  }

  RedisClient redis() {
    return redis;
  }

  CuttableProxy redisProxy() {
    return redisProxy;
  }

  DevelopmentIssuer issuer() {
    return issuer;
  }

  CuttableProxy issuerProxy() {
    return issuerProxy;
  }

  /** Returns the settings of all servers, which use the services through the proxies. */
  Map<String, String> settings() {
    return settings;
  }

  /** Returns settings for another Redis, without proxies. */
  Map<String, String> undisturbed(Map<String, String> otherRedis) {
    Map<String, String> direct = new HashMap<>(settings);
    direct.putAll(database.settings(database.port()));
    direct.put("PRESENCE_JWKS_URL", issuer.jwks().toString());
    direct.putAll(otherRedis);
    return direct;
  }

  private static URI behind(CuttableProxy proxy, URI address) {
    return URI.create("http://127.0.0.1:" + proxy.port() + address.getPath());
  }
}
