package io.pagenow.presence.bench;

import io.pagenow.presence.local.DevelopmentIssuer;
import io.pagenow.presence.local.LocalDatabase;
import io.pagenow.presence.local.LocalRedis;
import io.pagenow.presence.local.Parts;
import io.pagenow.presence.model.UserId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import redis.clients.jedis.RedisClient;

/** PostgreSQL with the users of a graph, Redis and the token issuer of an {@link Installation}. */
final class Stores implements AutoCloseable {

  private final Parts parts;
  private final LocalDatabase database;
  private final LocalRedis redis;
  private final RedisClient client;
  private final DevelopmentIssuer issuer;
  private final List<String> tokens;
  private final Map<String, List<ProcessHandle>> processes = new LinkedHashMap<>();

  private Stores(Parts parts, Path directory, Graph graph) throws Exception {
    this.parts = parts;
    database = parts.start(() -> LocalDatabase.start(directory));
    Population.insert(database.owner(), graph);
    redis = parts.start(() -> LocalRedis.start(directory));
    client = parts.start(() -> RedisClient.create("127.0.0.1", redis.port()));
    issuer = parts.start(() -> DevelopmentIssuer.start(0));
    tokens =
        IntStream.range(0, graph.users())
            .parallel()
            .mapToObj(user -> issuer.token(new UserId(Texts.user(user))))
            .toList();
    processes.put("Redis", List.of(redis.process()));
    processes.put("PostgreSQL", List.of(database.process()));
  }

  static Stores start(Path directory, Graph graph) throws Exception {
    Parts parts = new Parts();
    try {
      return new Stores(parts, directory, graph);
    } catch (Exception e) {
      parts.close();
      throw e;
    }
  }

  /** Returns the settings of a node that uses these stores. */
  Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(database.settings(database.port()));
    settings.putAll(redis.settings(redis.port()));
    settings.put("PRESENCE_JWT_ISSUER", issuer.issuer().toString());
    settings.put("PRESENCE_JWT_AUDIENCE", DevelopmentIssuer.AUDIENCE);
    // With few users, each of them sends more messages than a person would.
    settings.put("PRESENCE_MESSAGES_PER_SECOND", "10000");
    settings.put("PRESENCE_MESSAGE_BURST", "10000");
    return settings;
  }

  String token(int user) {
    return tokens.get(user);
  }

  /** Returns the number of connections that Redis has recorded. */
  long recorded() {
    return client.hlen("presence_connection_user");
  }

  /** Returns the number of keys in Redis. */
  long keys() {
    return client.dbSize();
  }

  /** Returns the processes of each store. */
  Map<String, List<ProcessHandle>> processes() {
    return processes;
  }

  @Override
  public void close() {
    parts.close();
  }
}
