package io.pagenow.presence.bench;

import static org.awaitility.Awaitility.await;

import io.pagenow.presence.local.FreePort;
import io.pagenow.presence.local.Parts;
import io.pagenow.presence.local.Program;
import io.pagenow.presence.testing.NodeJs;
import io.pagenow.presence.testing.NodeProject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The usual application with Socket.IO, in one process, and its stores. */
final class SocketIoInstallation implements Installation {

  private static final Path SOURCES = Path.of("src/test/benchmark/peers/socketio");

  private static final String NEEDED =
      "The peer socketio needs Node.js 20 or later with npm, and a registry of npm packages."
          + " Install them, or leave socketio out of bench.peers";

  private static final String LIVE = "live bytes: ";

  private final Parts parts;
  private final Stores stores;
  private final Program program;
  private final int port;

  private SocketIoInstallation(Parts parts, Graph graph, Path directory) throws Exception {
    this.parts = parts;
    NodeProject project = install(SOURCES, directory.resolve("socketio"));
    stores = parts.start(() -> Stores.start(directory, graph));
    port = FreePort.find();
    program = parts.start(() -> start(project));
    program.awaitListening("127.0.0.1", port);
  }

  static SocketIoInstallation start(Graph graph, Path directory) throws Exception {
    Parts parts = new Parts();
    try {
      return new SocketIoInstallation(parts, graph, directory);
    } catch (Exception e) {
      parts.close();
      throw e;
    }
  }

  /**
   * Copies the application and installs its packages, which takes some seconds.
   *
   * @throws IOException if there is no Node.js or npm, or npm cannot install the packages; the
   *     message says what is needed
   */
  static NodeProject install(Path sources, Path directory)
      throws IOException, InterruptedException {
    if (!NodeJs.isInstalled()) {
      throw new IOException(NEEDED);
    }
    NodeProject project = NodeProject.copy(sources, directory);
    try {
      // A lock file would name a registry.
      project.npm("install", "--no-package-lock");
    } catch (IOException e) {
      throw new IOException(NEEDED + ": " + e.getMessage(), e);
    }
    return project;
  }

  private Program start(NodeProject project) throws IOException {
    ProcessBuilder command = project.node("--expose-gc", "--import", "./collect.js", "server.js");
    command.environment().putAll(stores.settings());
    command.environment().put("PORT", Integer.toString(port));
    command.environment().put("NODE_ENV", "production");
    return Program.start("Socket.IO", command, project.directory().resolve("node.log"));
  }

  @Override
  public Endpoint endpoint(int user) {
    return new Endpoint(
        Endpoint.local(port, "/socket.io/?EIO=4&transport=websocket"),
        new SocketIoDialect(token(user)));
  }

  @Override
  public String token(int user) {
    return stores.token(user);
  }

  @Override
  public boolean hasStores() {
    return true;
  }

  /** Returns the number of keys: there is one for each user with a connection. */
  @Override
  public long recorded() {
    return stores.keys();
  }

  @Override
  public boolean cachesFriends() {
    return false;
  }

  @Override
  public Usage usage() {
    Map<String, List<ProcessHandle>> all = new LinkedHashMap<>(stores.processes());
    all.put("server", servers());
    return new Usage(all);
  }

  @Override
  public List<ProcessHandle> servers() {
    return List.of(program.process());
  }

  @Override
  public List<ProcessHandle> javaServers() {
    return List.of();
  }

  /** Lets {@code collect.js} print them. */
  @Override
  public long liveBytes() throws IOException {
    long before = collections().count();
    try {
      program.signal("USR2");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    await("garbage collection").until(() -> collections().count() > before);
    return collections().skip(before).mapToLong(Long::parseLong).findFirst().orElseThrow();
  }

  /** Returns the bytes of live objects after each collection so far. */
  private Stream<String> collections() throws IOException {
    return program
        .log()
        .lines()
        .filter(line -> line.startsWith(LIVE))
        .map(line -> line.substring(LIVE.length()));
  }

  @Override
  public void close() {
    parts.close();
  }
}
