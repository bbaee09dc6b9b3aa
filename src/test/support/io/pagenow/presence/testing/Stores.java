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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.ZAddParams;

/** One real Redis and one real PostgreSQL for the whole test run, empty before each test. */
public class Stores implements BeforeEachCallback, ParameterResolver {

  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** The servers, started for the first test. */
  private static final class Shared {

    static final LocalRedis REDIS = SharedParts.start(() -> LocalRedis.start(directory()));
    static final RedisClient CLIENT =
        SharedParts.start(() -> RedisClient.create("127.0.0.1", REDIS.port()));
    static final LocalDatabase DATABASE = SharedParts.start(() -> LocalDatabase.start(directory()));

    private static Path directory() throws IOException {
      return Files.createTempDirectory("presence-stores");
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
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

  /** Removes all keys from Redis. */
  public void flush() {
    redis().flushAll();
  }

  /** Returns a client for the Redis of the service. */
  public UnifiedJedis redis() {
    return Shared.CLIENT;
  }

  /** Closes the connections of all nodes, as a restart of Redis does. */
  public void closeAllConnections() {
    redis()
        .executeCommand(new CommandArguments(Command.CLIENT).add("KILL").add("TYPE").add("normal"));
  }

  /** Returns the key with this name that holds the user's data. */
  public String key(String name, UserId user) {
    return name;
  }

  /** Returns the keys with this name, one for each partition. */
  public List<String> keys(String name) {
    return List.of(name);
  }

  /** Returns the entries of all hashes with this name. */
  public Map<String, String> hash(String name) {
    Map<String, String> all = new TreeMap<>();
    keys(name).forEach(key -> all.putAll(redis().hgetAll(key)));
    return all;
  }

  /** Returns the members of all sorted sets with this name. */
  public Set<String> members(String name) {
    Set<String> all = new TreeSet<>();
    keys(name).forEach(key -> all.addAll(redis().zrange(key, 0, -1)));
    return all;
  }

  /** Sets the score of a member in all sorted sets with this name that contain it. */
  public void score(String name, String member, double score) {
    keys(name).forEach(key -> redis().zadd(key, score, member, ZAddParams.zAddParams().xx()));
  }

  /** Returns all existing keys. */
  public Set<String> keys() {
    return redis().keys("*");
  }

  /** Returns all keys and everything that they contain, as one text. */
  public String dump() {
    StringBuilder dump = new StringBuilder();
    for (String key : keys()) {
      Object value =
          switch (redis().type(key)) {
            case "string" -> redis().get(key);
            case "hash" -> redis().hgetAll(key);
            case "zset" -> redis().zrangeWithScores(key, 0, -1);
            case "stream" -> redis().xrange(key, (StreamEntryID) null, null);
            case "list" -> redis().lrange(key, 0, -1);
            default -> throw new IllegalStateException("Unknown type of the key " + key);
          };
      dump.append(key).append(" = ").append(value).append('\n');
    }
    return dump.toString();
  }

  /** Returns the port of Redis on the loopback interface. */
  public int redisPort() {
    return Shared.REDIS.port();
  }

  public DataSource database() {
    return Shared.DATABASE.owner();
  }

  /** Returns access to the users and friendships. */
  public People people() {
    return new People(database());
  }

  /** Returns the default settings for these stores. */
  public Settings settings() {
    int port = Shared.REDIS.port();
    return settings(port, port, 1);
  }

  /** Like {@link #settings()}, with a proxy for writes and one for reads. */
  public static Settings settings(CuttableProxy primary, CuttableProxy reader) {
    return settings(primary.port(), reader.port(), 1);
  }

  /** Like {@link #settings()}, with other ports and another number of partitions. */
  public static Settings settings(int primary, int reader, int partitions) {
    return new Settings(
        TIMEOUT,
        GRACE,
        Set.of(),
        new Settings.Tokens(
            "http://localhost",
            URI.create("http://localhost/keys"),
            Set.of(),
            Duration.ofHours(1),
            true),
        new Settings.Sharing(true, false),
        new Settings.Redis(
            endpoint(primary), endpoint(reader), null, null, false, null, 16, partitions, false),
        new Settings.Sockets(131_072, 20, 60, 20, Duration.ofSeconds(15), Duration.ofSeconds(5)),
        new Settings.Pages(null, null),
        new Settings.Operations(null, null, Duration.ZERO, Duration.ZERO));
  }

  private static Endpoint endpoint(int port) {
    return new Endpoint("127.0.0.1", port);
  }
}
