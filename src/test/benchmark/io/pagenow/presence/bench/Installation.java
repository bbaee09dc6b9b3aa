package io.pagenow.presence.bench;

import io.pagenow.presence.bench.Options.Size;
import io.pagenow.presence.local.ApplicationServer;
import io.pagenow.presence.local.DevelopmentIssuer;
import io.pagenow.presence.local.FreePort;
import io.pagenow.presence.local.LocalDatabase;
import io.pagenow.presence.local.LocalRedis;
import io.pagenow.presence.local.Parts;
import io.pagenow.presence.model.UserId;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import redis.clients.jedis.RedisClient;

/**
 * The running system that is measured: the application with its stores on one or more servers, or
 * the baseline on one server. User {@code i} belongs to server {@code i} modulo the number of
 * servers.
 */
final class Installation implements AutoCloseable {

  private static final String SERVERS = "server";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Parts parts = new Parts();
  private final Path directory;
  private final List<Integer> ports = new ArrayList<>();
  private final Map<String, List<ProcessHandle>> processes = new LinkedHashMap<>();
  private List<String> tokens = List.of();
  private LongSupplier recorded = () -> -1;

  private Installation(String server, Path directory) {
    this.directory = directory;
    // ApplicationServer reads this property to select the kind of server.
    System.setProperty("presence.server", server);
  }

  /** Starts the stores and the application in a WAR. */
  static Installation application(String server, int nodes, Graph graph, Path war, Path directory)
      throws Exception {
    Installation installation = new Installation(server, directory);
    try {
      Map<String, String> settings = installation.startStores(graph);
      installation.startServers(nodes, war, settings);
      return installation;
    } catch (Exception e) {
      installation.close();
      throw e;
    }
  }

  /** Starts the baseline. */
  static Installation baseline(String server, Size size, long seed, Path directory)
      throws Exception {
    Installation installation = new Installation(server, directory);
    try {
      Path war = Files.createDirectories(directory).resolve("baseline.war");
      Baseline.write(war, size, seed);
      // The server's data source requires these settings, although the baseline never uses it.
      installation.startServers(
          1,
          war,
          Stream.of("RDS_HOST", "RDS_DB_NAME", "RDS_USERNAME", "RDS_PASSWORD")
              .collect(Collectors.toMap(name -> name, name -> "none")));
      return installation;
    } catch (Exception e) {
      installation.close();
      throw e;
    }
  }

  private Map<String, String> startStores(Graph graph) throws Exception {
    LocalDatabase database = parts.start(() -> LocalDatabase.start(directory));
    Population.insert(database.owner(), graph);
    LocalRedis redis = parts.start(() -> LocalRedis.start(directory));
    RedisClient client = parts.start(() -> RedisClient.create("127.0.0.1", redis.port()));
    recorded = () -> client.hlen("presence_connection_user");
    DevelopmentIssuer issuer = parts.start(() -> DevelopmentIssuer.start(0));
    tokens =
        IntStream.range(0, graph.users())
            .parallel()
            .mapToObj(user -> issuer.token(new UserId(Texts.user(user))))
            .toList();
    processes.put("Redis", List.of(redis.process()));
    processes.put("PostgreSQL", List.of(database.process()));
    Map<String, String> settings = new HashMap<>(database.settings(database.port()));
    settings.putAll(redis.settings(redis.port()));
    settings.put("PRESENCE_JWT_ISSUER", issuer.issuer().toString());
    settings.put("PRESENCE_JWT_AUDIENCE", DevelopmentIssuer.AUDIENCE);
    // With few users, each of them sends more messages than a person would.
    settings.put("PRESENCE_MESSAGES_PER_SECOND", "10000");
    settings.put("PRESENCE_MESSAGE_BURST", "10000");
    return settings;
  }

  private void startServers(int nodes, Path war, Map<String, String> settings) throws Exception {
    ApplicationServer configured = ApplicationServer.create(directory.resolve("configured"));
    configured.configure();
    List<ApplicationServer> servers = new ArrayList<>();
    for (int node = 0; node < nodes; node++) {
      Path place = directory.resolve("node-" + node);
      ApplicationServer server = parts.start(() -> configured.copyTo(place));
      server.deploy(war);
      int port = FreePort.find();
      server.start(port, settings);
      servers.add(server);
      ports.add(port);
    }
    for (int node = 0; node < nodes; node++) {
      URI page = URI.create("http://127.0.0.1:" + ports.get(node) + "/presence-api/");
      servers.get(node).awaitAnswer(page, PATIENCE);
    }
    processes.put(SERVERS, servers.stream().map(ApplicationServer::process).toList());
  }

  /** Returns the port of a user's server, on the loopback interface. */
  int port(int user) {
    return ports.get(user % ports.size());
  }

  /** Returns the request path with which a user's client opens a connection. */
  String socketPath(int user) {
    return tokens.isEmpty()
        ? "/presence-api/ws?user=" + user
        : "/presence-api/ws?Authorization=" + tokens.get(user);
  }

  /** Returns the token with which a user's client requests a snapshot. The baseline ignores it. */
  String token(int user) {
    return tokens.isEmpty() ? "" : tokens.get(user);
  }

  /** Returns the number of connections that Redis has recorded, or -1 if there is no Redis. */
  long recorded() {
    return recorded.getAsLong();
  }

  boolean hasStores() {
    return !tokens.isEmpty();
  }

  Usage usage() {
    return new Usage(processes);
  }

  /** Returns the Java processes of the servers. */
  List<ProcessHandle> servers() {
    return processes.getOrDefault(SERVERS, List.of());
  }

  @Override
  public void close() {
    parts.close();
  }
}
