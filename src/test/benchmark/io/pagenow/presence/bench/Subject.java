package io.pagenow.presence.bench;

import java.nio.file.Path;

/**
 * A program that the benchmark measures.
 *
 * @param name {@link #APPLICATION}, {@link #BASELINE}, or the name of a peer
 * @param platform what runs it, such as {@code wildfly}
 * @param nodes the number of nodes that share the users
 */
record Subject(String name, String platform, int nodes, Start start) {

  static final String APPLICATION = "application";
  static final String BASELINE = "baseline";

  /** Starts the program. */
  interface Start {

    /**
     * Returns when clients can connect.
     *
     * @param graph the users and their friendships
     * @param seed the seed of the graph
     * @param directory the directory for all files
     */
    Installation start(Graph graph, long seed, Path directory) throws Exception;
  }

  /** Returns the application in a WAR. */
  static Subject application(String server, int nodes, Path war) {
    return new Subject(
        APPLICATION,
        server,
        nodes,
        (graph, seed, directory) ->
            ServerInstallation.application(server, nodes, graph, war, directory));
  }

  /** Returns the baseline. */
  static Subject baseline(String server) {
    return new Subject(
        BASELINE,
        server,
        1,
        (graph, seed, directory) -> ServerInstallation.baseline(server, graph, seed, directory));
  }

  /** Returns the name with the platform and the number of nodes. */
  String title() {
    return "%s on %s%s".formatted(name, platform, nodes == 1 ? "" : ", " + nodes + " nodes");
  }

  /** Returns the name for the middle of a sentence. */
  String inText() {
    return name.equals(BASELINE) ? "the baseline" : name;
  }

  /** Starts it with a new graph, which is drawn as the options say. */
  Installation start(Graph graph, Options options) throws Exception {
    return start.start(graph, options.seed(), options.directory().resolve("run"));
  }
}
