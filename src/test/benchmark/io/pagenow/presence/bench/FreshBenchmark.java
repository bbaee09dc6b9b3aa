package io.pagenow.presence.bench;

import static org.awaitility.Awaitility.await;

import io.pagenow.presence.bench.Options.Size;
import io.pagenow.presence.local.Build;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Measures what the first connects on a server cost that has just started, with this revision and
 * perhaps with another one and with peers: {@code mvn -Pbench verify
 * -Dexec.mainClass=io.pagenow.presence.bench.FreshBenchmark}. Takes half a minute a round.
 */
public final class FreshBenchmark {

  /** A strong reference: without one, the logger can be garbage-collected and loses its level. */
  private static final Logger ROOT_LOGGER = Logger.getLogger("");

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Options options;

  private FreshBenchmark(Options options) {
    this.options = options;
  }

  /**
   * One start of a server.
   *
   * @param start the seconds until the server is ready
   * @param startCpu the CPU seconds of the server until then
   * @param perSecond the connects a second
   * @param cpu the CPU milliseconds of server and stores for each connect
   */
  private record Round(double start, double startCpu, double perSecond, Usage.Spent cpu) {}

  /** Measures the revisions in turn, and prints a line for each. */
  public static void main(String[] args) throws Exception {
    ROOT_LOGGER.setLevel(Level.WARNING);
    new FreshBenchmark(Options.read()).run();
  }

  private void run() throws Exception {
    GeneratorWarmUp.run(options);
    Map<String, Subject> subjects = subjects();
    Map<String, List<Round>> rounds = new HashMap<>();
    for (int round = 0; round < options.rounds(); round++) {
      for (Map.Entry<String, Subject> subject : subjects.entrySet()) {
        String name = subject.getKey();
        List<Round> results = rounds.computeIfAbsent(name, unused -> new ArrayList<>());
        results.add(measure(subject.getValue(), name.replaceAll("\\W", "-")));
        System.out.println(name + ": " + line(results));
      }
    }
  }

  /** Returns what is measured in turn. */
  private Map<String, Subject> subjects() throws Exception {
    String server = options.servers().get(0);
    Map<String, Subject> subjects = new LinkedHashMap<>();
    options.peers().forEach(peer -> subjects.put(peer.subject().name(), peer.subject()));
    if (!options.compare().isEmpty()) {
      Path other = Revision.build(options.compare(), options.directory());
      subjects.put(options.compare(), Subject.application(server, 1, other));
    }
    subjects.put("this revision", Subject.application(server, 1, Build.war()));
    return subjects;
  }

  private Round measure(Subject subject, String name) throws Exception {
    Size size = options.graphs().get(0);
    Graph graph = Graph.random(size.users(), size.friends(), options.seed());
    long begin = System.nanoTime();
    try (Installation installation = subject.start(graph, options);
        Generator generator =
            new Generator(installation::endpoint, 0, graph.users(), options.atOnce())) {
      FlameGraphs flames = new FlameGraphs(options, name, installation.javaServers());
      double start = (System.nanoTime() - begin) / 1e9;
      double startCpu =
          installation.servers().stream()
              .flatMap(process -> process.info().totalCpuDuration().stream())
              .mapToDouble(cpu -> cpu.toMillis() / 1e3)
              .sum();
      Usage.Reading before = installation.usage().read();
      long first = System.nanoTime();
      int refused = flames.during("fresh", () -> connect(installation, generator, graph));
      double seconds = (System.nanoTime() - first) / 1e9;
      if (refused > 0) {
        System.out.println(refused + " connects were refused");
      }
      return new Round(
          start,
          startCpu,
          graph.users() / seconds,
          installation.usage().read().since(before).times(1e3 / graph.users()));
    }
  }

  private static int connect(Installation installation, Generator generator, Graph graph) {
    int refused = generator.connect();
    if (installation.hasStores()) {
      await("record")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> installation.recorded() == graph.users());
    }
    return refused;
  }

  private static String line(List<Round> rounds) {
    return rounds.stream()
        .map(
            round ->
                Report.line(
                    "%.0f/s, CPU ms each: server %.2f, stores %.2f; ready after %.1f s, %.1f CPU s",
                    round.perSecond(),
                    ofServer(round),
                    round.cpu().ofSystem() - ofServer(round),
                    round.start(),
                    round.startCpu()))
        .collect(Collectors.joining(" | "));
  }

  private static double ofServer(Round round) {
    return round.cpu().seconds().getOrDefault("server", Double.NaN);
  }
}
