package io.pagenow.presence.testing;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.config.Settings.Endpoint;
import io.pagenow.presence.local.LocalDatabase;
import io.pagenow.presence.local.LocalRedis;
import io.pagenow.presence.model.UserId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.ZAddParams;

/** One real Redis and one real PostgreSQL for the whole test run, empty before each test. */
@SuppressWarnings("NullAway.Init") // Set before each test.
public class Stores implements BeforeEachCallback, ParameterResolver {

  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** What is started once and ended after the last test. */
  private record Running(LocalRedis redis, RedisClient client, LocalDatabase database)
      implements AutoCloseable {

    static Running start() {
      try {
        Path directory = Files.createTempDirectory("presence-stores");
        LocalRedis redis = LocalRedis.start(directory);
        RedisClient client = RedisClient.create("127.0.0.1", redis.port());
        return new Running(redis, client, LocalDatabase.start(directory));
      } catch (IOException | SQLException e) {
        throw new IllegalStateException("The stores do not start", e);
      }
    }

    @Override
    public void close() throws IOException {
      client.close();
      redis.close();
      database.close();
    }
  }

  private Running running;

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    running =
        context
            .getRoot()
            .getStore(Namespace.GLOBAL)
            .getOrComputeIfAbsent(Running.class, type -> Running.start(), Running.class);
    flush();
    people().sql("TRUNCATE user_table, friendship_table");
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Stores.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return this;
  }

  /** Empties Redis. */
  public void flush() {
    redis().flushAll();
  }

  /** A client that sees what the service wrote. */
  public UnifiedJedis redis() {
    return running.client();
  }

  /** The key of the name that has the user. */
  public String key(String name, UserId user) {
    return name;
  }

  /** All keys of the name. */
  public List<String> keys(String name) {
    return List.of(name);
  }

  /** What all hashes of the name hold. */
  public Map<String, String> hash(String name) {
    Map<String, String> all = new TreeMap<>();
    keys(name).forEach(key -> all.putAll(redis().hgetAll(key)));
    return all;
  }

  /** The members of all sorted sets of the name. */
  public Set<String> members(String name) {
    Set<String> all = new TreeSet<>();
    keys(name).forEach(key -> all.addAll(redis().zrange(key, 0, -1)));
    return all;
  }

  /** Sets the score of a member in all sorted sets of the name that have it. */
  public void score(String name, String member, double score) {
    keys(name).forEach(key -> redis().zadd(key, score, member, ZAddParams.zAddParams().xx()));
  }

  /** All keys that there are. */
  public Set<String> keys() {
    return redis().keys("*");
  }

  /** Where Redis listens. */
  public int redisPort() {
    return running.redis().port();
  }

  public DataSource database() {
    return running.database().owner();
  }

  /** Users and friendships. */
  public People people() {
    return new People(database());
  }

  /** The defaults, on these stores. */
  public Settings settings() {
    int port = running.redis().port();
    return settings(port, port, 1);
  }

  /** As {@link #settings()}, but for where Redis is written and where it is read. */
  public static Settings settings(CuttableProxy primary, CuttableProxy reader) {
    return settings(primary.port(), reader.port(), 1);
  }

  /** As {@link #settings()}, but for where Redis is and how many partitions it has. */
  public static Settings settings(int primary, int reader, int partitions) {
    return new Settings(
        TIMEOUT,
        GRACE,
        Set.of(),
        new Settings.Tokens("http://localhost", URI.create("http://localhost/keys"), Set.of()),
        new Settings.Redis(
            endpoint(primary), endpoint(reader), null, null, false, null, 16, partitions),
        new Settings.Sockets(131_072, 20, 60, 20, Duration.ofSeconds(15), Duration.ofSeconds(5)));
  }

  private static Endpoint endpoint(int port) {
    return new Endpoint("127.0.0.1", port);
  }
}
