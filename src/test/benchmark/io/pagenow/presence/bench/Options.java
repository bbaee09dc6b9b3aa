package io.pagenow.presence.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The options of the benchmark, from system properties {@code bench.…}. See {@code
 * docs/benchmark.md} for the list.
 *
 * @param servers the kinds of servers: {@code wildfly}, {@code payara}
 * @param nodes the numbers of nodes that share the users: one row for each number
 * @param graphs the sizes of the graphs: one row for each
 * @param seed the seed of the graphs: the same seed produces the same graphs
 * @param reference the rate at which costs are compared, in deliveries a second
 * @param step the duration of each rate
 * @param knee whether to search for the highest rate; otherwise only the reference rate is measured
 * @param rates the rates to measure instead of searching the knee; empty to search it
 * @param snapshots whether to measure {@code GET /presence}
 * @param baseline whether to measure the baseline as well: see {@link Baseline}
 * @param peers the peers to measure as well
 * @param atOnce the maximum number of connections that are opened at the same time
 * @param warmUp the number of connects that warm the server up at most; none if 0
 * @param compare the revision to compare with, as Git names it; empty to compare with the baseline
 * @param rounds how often each revision is measured
 * @param profile whether to draw flame graphs
 * @param directory the directory for all output
 */
record Options(
    List<String> servers,
    List<Integer> nodes,
    List<Size> graphs,
    long seed,
    int reference,
    Duration step,
    boolean knee,
    List<Integer> rates,
    boolean snapshots,
    boolean baseline,
    List<Peer> peers,
    int atOnce,
    int warmUp,
    String compare,
    int rounds,
    boolean profile,
    Path directory) {

  /** The beginning of each rate: updates that are due in this time count for no latency. */
  static final Duration RAMP = Duration.ofSeconds(2);

  /** The number of users, and the number of friends of each user. */
  record Size(int users, int friends) {

    private static Size parse(String text) {
      String[] numbers = text.split("x", -1);
      if (numbers.length != 2) {
        throw new IllegalArgumentException("A graph is users x friends, as 5000x20, not " + text);
      }
      return new Size(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
    }
  }

  /**
   * Reads the system properties.
   *
   * @throws IllegalArgumentException if a property has an invalid value
   */
  static Options read() {
    boolean full = Boolean.getBoolean("bench.full");
    Duration step = Duration.ofSeconds(number("step", 8));
    if (step.compareTo(RAMP) <= 0) {
      throw new IllegalArgumentException("bench.step must be more than " + RAMP.toSeconds() + " s");
    }
    return new Options(
        list("servers", full ? "wildfly,payara" : "wildfly"),
        list("nodes", full ? "1,2" : "1").stream().map(Integer::valueOf).toList(),
        list("graphs", "5000x20").stream().map(Size::parse).toList(),
        number("seed", 1),
        number("reference", 10_000),
        step,
        Boolean.parseBoolean(text("knee", "true")),
        list("rates", "").stream().map(Integer::valueOf).toList(),
        Boolean.parseBoolean(text("snapshots", "true")),
        Boolean.parseBoolean(text("baseline", "true")),
        list("peers", "").stream().map(Peer::parse).toList(),
        number("connecting", 64),
        number("warmup", 100_000),
        text("compare", ""),
        number("rounds", 2),
        Boolean.parseBoolean(text("profile", "false")),
        Path.of(text("directory", "target/bench")).toAbsolutePath());
  }

  private static String text(String name, String otherwise) {
    return System.getProperty("bench." + name, otherwise);
  }

  private static int number(String name, int otherwise) {
    return Integer.parseInt(text(name, Integer.toString(otherwise)));
  }

  private static List<String> list(String name, String otherwise) {
    return Arrays.stream(text(name, otherwise).split(",", -1))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }
}
