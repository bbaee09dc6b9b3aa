package io.pagenow.presence.bench;

import io.pagenow.presence.local.ApplicationServer;
import io.pagenow.presence.local.FreePort;
import io.pagenow.presence.local.Parts;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The application with its stores on one or more application servers, or the baseline on one. User
 * {@code i} belongs to server {@code i} modulo the number of servers.
 */
final class ServerInstallation implements Installation {

  private final Parts parts = new Parts();
  private final Path directory;
  private final List<ApplicationServer> servers = new ArrayList<>();
  private final int nodes;
  private final List<Integer> ports = new ArrayList<>();
  private Callable<Integer> launch =
      () -> {
        throw new IllegalStateException("There is no server yet");
      };
  private Optional<Stores> stores = Optional.empty();

  private ServerInstallation(String server, int nodes, Path directory) {
    this.nodes = nodes;
    this.directory = directory;
    // ApplicationServer reads this property to select the kind of server.
    System.setProperty("presence.server", server);
  }

  /** Starts the stores and the application in a WAR. */
  static ServerInstallation application(
      String server, int nodes, Graph graph, Path war, Path directory) throws Exception {
    ServerInstallation installation = new ServerInstallation(server, nodes, directory);
    try {
      Stores stores = installation.parts.start(() -> Stores.start(directory, graph));
      installation.stores = Optional.of(stores);
      installation.startServers(war, stores.settings());
      return installation;
    } catch (Exception e) {
      installation.close();
      throw e;
    }
  }

  /** Starts the baseline. */
  static ServerInstallation baseline(String server, Graph graph, long seed, Path directory)
      throws Exception {
    ServerInstallation installation = new ServerInstallation(server, 1, directory);
    try {
      Path war = Files.createDirectories(directory).resolve("baseline.war");
      Baseline.write(war, graph, seed);
      // The server's data source requires these settings, although the baseline never uses it.
      installation.startServers(
          war,
          Map.of(
              "RDS_HOST", "none",
              "RDS_DB_NAME", "none",
              "RDS_USERNAME", "none",
              "RDS_PASSWORD", "none"));
      return installation;
    } catch (Exception e) {
      installation.close();
      throw e;
    }
  }

  private void startServers(Path war, Map<String, String> settings) throws Exception {
    ApplicationServer configured = ApplicationServer.create(directory.resolve("configured"));
    configured.configure();
    launch = () -> launch(configured, war, settings);
    for (int node = 0; node < nodes; node++) {
      launch.call();
    }
    for (int node = 0; node < nodes; node++) {
      if (hasStores()) {
        servers.get(node).awaitReady(application(node));
      } else {
        servers.get(node).awaitAnswer(application(node));
      }
    }
  }

  private int launch(ApplicationServer configured, Path war, Map<String, String> settings)
      throws Exception {
    Path place = directory.resolve("node-" + servers.size());
    ApplicationServer server = parts.start(() -> configured.copyTo(place));
    server.deploy(war);
    int port = FreePort.find();
    server.start(port, settings);
    servers.add(server);
    ports.add(port);
    return port;
  }

  private URI application(int node) {
    return URI.create("http://127.0.0.1:" + ports.get(node) + "/presence-api/");
  }

  /** Starts another node, to which no user belongs, and returns its port when it is ready. */
  int addNode() throws Exception {
    int port = launch.call();
    int node = servers.size() - 1;
    servers.get(node).awaitReady(application(node));
    return port;
  }

  /** Stops a node gracefully: its clients are asked to reconnect. */
  void stop(int node) {
    servers.get(node).stop();
  }

  /** Returns the port of a user's server, on the loopback interface. */
  int port(int user) {
    return ports.get(user % nodes);
  }

  /** Returns the ports of all nodes. */
  List<Integer> ports() {
    return List.copyOf(ports);
  }

  @Override
  public Endpoint endpoint(int user) {
    return Endpoint.plain(
        stores.isEmpty()
            ? Endpoint.ofNumber(port(user), user)
            : Endpoint.ofToken(port(user), token(user)));
  }

  @Override
  public String token(int user) {
    return stores.map(all -> all.token(user)).orElse("");
  }

  @Override
  public boolean hasStores() {
    return stores.isPresent();
  }

  @Override
  public boolean cachesFriends() {
    return hasStores();
  }

  @Override
  public long recorded() {
    return stores.map(Stores::recorded).orElseThrow();
  }

  @Override
  public Usage usage() {
    Map<String, List<ProcessHandle>> all = new LinkedHashMap<>();
    stores.ifPresent(some -> all.putAll(some.processes()));
    all.put("server", servers());
    return new Usage(all);
  }

  @Override
  public List<ProcessHandle> servers() {
    return servers.stream().map(ApplicationServer::process).toList();
  }

  @Override
  public void close() {
    parts.close();
  }
}
