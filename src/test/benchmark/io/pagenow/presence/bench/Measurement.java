package io.pagenow.presence.bench;

import static org.awaitility.Awaitility.await;

import io.pagenow.presence.bench.Options.Size;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Measures one row of the report, from the first connection to the last. */
final class Measurement {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final int CONNECTS_OF_A_ROUND = 15_000;

  /**
   * Longer than the two refreshes for which a node keeps the friend lists of disconnected users.
   */
  private static final Duration FORGETTING = Duration.ofSeconds(12);

  private final Options options;
  private final Subject subject;
  private final Installation installation;
  private final Generator generator;
  private final Graph graph;
  private final FlameGraphs flames;

  private Measurement(
      Options options,
      Subject subject,
      Installation installation,
      Generator generator,
      Graph graph) {
    this.options = options;
    this.subject = subject;
    this.installation = installation;
    this.generator = generator;
    this.graph = graph;
    this.flames =
        new FlameGraphs(
            options,
            subject.name() + "-" + subject.platform() + "-" + subject.nodes(),
            installation.javaServers());
  }

  /** Starts a program, measures it with a graph of this size, and stops it. */
  static Row run(Options options, Subject subject, Size size) throws Exception {
    Graph graph = Graph.random(size.users(), size.friends(), options.seed());
    try (Installation installation = subject.start(graph, options);
        Generator generator =
            new Generator(installation::endpoint, 0, graph.users(), options.atOnce())) {
      return new Measurement(options, subject, installation, generator, graph).measure();
    }
  }

  private Row measure() throws Exception {
    say("connects");
    double freshConnects = graph.users() / flames.during("fresh", () -> secondsOf(this::connect));
    disconnect();
    WarmUp warmUp = new WarmUp(installation);
    if (options.warmUp() > 0) {
      warmUp.repeat(Math.max(1, options.warmUp() / graph.users()), this::connectAndDisconnect);
    }
    if (installation.cachesFriends()) {
      forgetFriends();
      warmUp.repeat(
          Math.min(6, options.warmUp() / CONNECTS_OF_A_ROUND),
          () -> {
            connectAndDisconnect();
            forgetFriends();
          });
    }
    Memory empty = Memory.read(installation);
    Usage.Reading before = installation.usage().read();
    long start = System.nanoTime();
    int refused = flames.during("connects", this::connect);
    double seconds = (System.nanoTime() - start) / 1e9;
    Usage.Spent spent = installation.usage().read().since(before);
    Memory idle = Memory.read(installation).since(empty, graph.users());
    OpenLoop load = new OpenLoop(generator, graph, installation.usage());
    say(options.reference() + " deliveries a second");
    warmUp.repeat(options.warmUp() > 0 ? 16 : 1, () -> load.run(2 * options.reference(), WARM_UP));
    Step reference =
        flames.during(
            "reference", () -> load.run(options.reference(), options.step().multipliedBy(2)));
    List<Step> steps = new ArrayList<>(List.of(reference));
    KneeSearch search = new KneeSearch(options, generator, flames);
    if (!options.rates().isEmpty()) {
      options.rates().forEach(rate -> steps.add(search.step(load, rate)));
    } else if (options.knee()) {
      search.search(load, steps);
    }
    return new Row(
        subject,
        new Size(graph.users(), graph.degree()),
        freshConnects,
        graph.users() / seconds,
        refused,
        spent.times(1e3 / graph.users()),
        idle,
        reference,
        steps,
        options.snapshots() ? snapshots() : List.of(),
        returns(),
        departures());
  }

  private List<SnapshotLoad.Rate> snapshots() {
    say("snapshots");
    SnapshotLoad load = new SnapshotLoad(generator, installation, graph.users());
    return List.of(
        load.measure(1, options.step()),
        flames.during("snapshots", () -> load.measure(16, options.step())));
  }

  private Returns.Result returns() {
    say("returns");
    return Returns.measure(generator, graph, options.reference());
  }

  private Latency departures() {
    say("departures");
    generator.connect();
    return Departures.measure(generator, graph);
  }

  /**
   * Opens all connections and waits until Redis, if there is one, has recorded them. Returns how
   * many were refused.
   */
  private int connect() {
    int refused = generator.connect();
    if (installation.hasStores()) {
      awaitRecorded(graph.users());
    }
    return refused;
  }

  private static double secondsOf(Runnable action) {
    long start = System.nanoTime();
    action.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private void connectAndDisconnect() {
    connect();
    disconnect();
  }

  private static void forgetFriends() {
    LockSupport.parkNanos(FORGETTING.toNanos());
  }

  private void disconnect() {
    generator.disconnect();
    if (installation.hasStores()) {
      awaitRecorded(0);
    }
  }

  private void awaitRecorded(long connections) {
    await("record of " + connections + " connections")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> installation.recorded() == connections);
  }

  static void say(String what) {
    System.out.println("  " + what);
  }
}
