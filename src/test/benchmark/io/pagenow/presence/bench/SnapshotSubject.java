package io.pagenow.presence.bench;

import io.pagenow.presence.bench.Options.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the programs whose snapshots are compared. It keeps running between its turns, so that it
 * stays warm.
 */
final class SnapshotSubject implements AutoCloseable {

  /**
   * One node of the program.
   *
   * @param title the name of the row in the table
   * @param generator connects to this node
   * @param rates the results of all rounds
   */
  record Target(String title, Generator generator, List<SnapshotLoad.Rate> rates) {}

  private static final int CLIENTS = 16;
  private static final int DELIVERIES_A_SECOND = 10_000;
  private static final Duration UPDATES = Duration.ofSeconds(4);

  private final String name;
  private final Options options;
  private final Installation installation;
  private final List<Target> targets = new ArrayList<>();
  private Runnable activity = () -> {};

  private SnapshotSubject(String name, Options options, Installation installation) {
    this.name = name;
    this.options = options;
    this.installation = installation;
    add(name, new Generator(installation::endpoint, 0, users(), options.atOnce()));
  }

  /** Starts a program, connects all users, and lets each of them show a page. */
  static SnapshotSubject start(Options options, String name, Subject program) throws Exception {
    Size size = options.graphs().get(0);
    Graph graph = Graph.random(size.users(), size.friends(), options.seed());
    Path directory = options.directory().resolve(name.replaceAll("\\W", "-"));
    SnapshotSubject subject =
        new SnapshotSubject(name, options, program.start().start(graph, options.seed(), directory));
    try {
      subject.populate(graph);
      return subject;
    } catch (Exception e) {
      subject.close();
      throw e;
    }
  }

  private void populate(Graph graph) throws Exception {
    Generator generator = targets.get(0).generator();
    generator.connect();
    OpenLoop updates = new OpenLoop(generator, graph, installation.usage());
    int perSecond = Math.max(DELIVERIES_A_SECOND, users() * (graph.degree() + 1) / 3);
    // Each user shows a page, and stays active.
    activity = () -> updates.run(perSecond, UPDATES);
    if (options.nodes().get(0) > 1
        && installation instanceof ServerInstallation servers
        && servers.hasStores()) {
      int port = servers.addNode();
      // The added node has to read the friend lists from the database.
      add(
          name + ", users connected elsewhere",
          new Generator(
              user -> Endpoint.plain(Endpoint.ofToken(port, installation.token(user))),
              0,
              users(),
              1));
    }
  }

  private void add(String title, Generator generator) {
    targets.add(new Target(title, generator, new ArrayList<>()));
  }

  private int users() {
    return options.graphs().get(0).users();
  }

  /** Measures each node once, and prints the results. */
  void measure() {
    for (Target target : targets) {
      activity.run();
      SnapshotLoad load = new SnapshotLoad(target.generator(), installation, users());
      var flames =
          new FlameGraphs(
              options, name + "-" + targets.indexOf(target), installation.javaServers());
      SnapshotLoad.Rate rate =
          flames.during("snapshots", () -> load.measure(CLIENTS, options.step()));
      target.rates().add(rate);
      System.out.println(line(target.title(), rate));
    }
  }

  List<Target> targets() {
    return targets;
  }

  /** Returns a row of a Markdown table. */
  private static String line(String title, SnapshotLoad.Rate rate) {
    return Report.line(
        "| %s | %,.0f | %,d | %.1f, %.1f | %.0f | %s |",
        title,
        rate.perSecond(),
        rate.bytes(),
        rate.latency().p50(),
        rate.latency().p99(),
        rate.cpuPerMillion().ofSystem(),
        Report.parts("%s %.1f", rate.cpuPerMillion()));
  }

  @Override
  public void close() {
    targets.forEach(target -> target.generator().close());
    installation.close();
  }
}
