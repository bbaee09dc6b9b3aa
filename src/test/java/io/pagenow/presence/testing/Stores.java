package io.pagenow.presence.testing;

import io.pagenow.presence.local.LocalDatabase;
import io.pagenow.presence.local.LocalRedis;
import io.pagenow.presence.platform.Settings;
import io.pagenow.presence.platform.Settings.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import redis.clients.jedis.RedisClient;

/** One real Redis and one real PostgreSQL for the whole test run, empty before each test. */
@SuppressWarnings("NullAway.Init") // Set before each test.
public final class Stores implements BeforeEachCallback, ParameterResolver {

  private static final Duration TIMEOUT = Duration.ofMinutes(3);

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
  public void beforeEach(ExtensionContext context) throws SQLException {
    running =
        context
            .getRoot()
            .getStore(Namespace.GLOBAL)
            .getOrComputeIfAbsent(Running.class, type -> Running.start(), Running.class);
    redis().flushAll();
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

  /** A client that sees what the service wrote. */
  public RedisClient redis() {
    return running.client();
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
    return settings(port, port);
  }

  /** As {@link #settings()}, but for where Redis is written and where it is read. */
  public static Settings settings(CuttableProxy primary, CuttableProxy reader) {
    return settings(primary.port(), reader.port());
  }

  private static Settings settings(int primary, int reader) {
    return new Settings(
        TIMEOUT,
        Set.of(),
        new Settings.Tokens("http://localhost", URI.create("http://localhost/keys"), Set.of()),
        new Settings.Redis(endpoint(primary), endpoint(reader), null, null, false, null, 16),
        new Settings.Sockets(131_072, 20, 60, 20, Duration.ofSeconds(15), Duration.ofSeconds(5)));
  }

  private static Endpoint endpoint(int port) {
    return new Endpoint("127.0.0.1", port);
  }
}
