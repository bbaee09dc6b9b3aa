package io.pagenow.presence.it;

import static java.util.stream.Collectors.joining;

import io.pagenow.presence.local.ApplicationServer;
import io.pagenow.presence.local.Build;
import io.pagenow.presence.local.FreePort;
import io.pagenow.presence.local.Parts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The servers that run the application, and those that tests start. Not thread-safe. */
final class TestServers {

  private final Path directory;
  private final Map<String, String> settings;
  private final ApplicationServer configured;
  private final Map<String, Node> nodes = new HashMap<>();

  /** A server with the port of its applications. */
  record Node(ApplicationServer server, int port) {

    URI application() {
      return TestServers.application(port);
    }

    void start(Map<String, String> settings) throws IOException {
      server.start(port, settings);
    }

    /** Waits until the application is ready for clients. */
    void awaitReady() throws IOException {
      server.awaitReady(application());
    }
  }

  /** Configures the servers, starts two of them with the application, and waits for both. */
  TestServers(Path directory, Map<String, String> settings, Parts parts) throws Exception {
    this.directory = directory;
    this.settings = settings;
    this.configured = ApplicationServer.create(directory.resolve("configured"));
    configured.configure();
    start(TestEnvironment.NODE_A, parts);
    start(TestEnvironment.NODE_B, parts);
    prepareManaged();
    for (Node node : nodes.values()) {
      node.awaitReady();
    }
  }

  private void start(String name, Parts parts) throws Exception {
    int port = FreePort.find();
    ApplicationServer server = parts.start(() -> prepare(name));
    server.deploy(Build.war());
    Node node = new Node(server, port);
    node.start(settings);
    nodes.put(name, node);
  }

  /**
   * Prepares a third server, which Arquillian starts. It sets the system properties that {@code
   * arquillian.xml} uses, before Arquillian reads that file.
   */
  private void prepareManaged() throws IOException {
    prepare("managed");
    System.setProperty("presence.managed.home", Build.value("wildfly.home"));
    System.setProperty("presence.managed.directory", directory.resolve("managed").toString());
    for (String port : List.of("http", "https", "management")) {
      System.setProperty("presence.managed." + port, Integer.toString(FreePort.find()));
    }
    System.setProperty(
        "presence.managed.settings",
        settings.entrySet().stream()
            .map(setting -> "-D" + setting.getKey() + "=" + setting.getValue())
            .collect(joining(" ")));
  }

  /** Creates a configured server, which is not started. */
  ApplicationServer prepare(String name) throws IOException {
    return configured.copyTo(directory.resolve(name));
  }

  /**
   * Returns a server that runs the application.
   *
   * @throws IllegalArgumentException if there is none with this name
   */
  Node node(String name) {
    Node node = nodes.get(name);
    if (node == null) {
      throw new IllegalArgumentException("There is no server " + name);
    }
    return node;
  }

  /** Returns the address of the application on a server with this port. */
  static URI application(int port) {
    return URI.create("http://127.0.0.1:" + port + "/presence-api/");
  }
}
