package io.pagenow.presence.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What is to be measured, from system properties {@code bench.…}; {@code docs/benchmark.md} lists
 * them.
 *
 * @param servers {@code wildfly}, {@code payara}
 * @param nodes how many servers share the users, one row for each number
 * @param graphs one row for each
 * @param seed makes the same graphs again
 * @param reference the rate in deliveries a second at which costs are compared
 * @param step how long each rate is kept up
 * @param knee whether the highest rate is searched for
 * @param snapshots whether {@code GET /presence} is measured
 * @param yardstick whether the bare endpoint is measured as well
 * @param atOnce how many connections are opened at the same time
 * @param profile whether flame graphs are drawn
 * @param directory where everything goes
 */
record Options(
    List<String> servers,
    List<Integer> nodes,
    List<Size> graphs,
    long seed,
    int reference,
    Duration step,
    boolean knee,
    boolean snapshots,
    boolean yardstick,
    int atOnce,
    boolean profile,
    Path directory) {

  /** Latencies are counted for what was due this long after a rate was begun. */
  static final Duration RAMP = Duration.ofSeconds(2);

  /** How many users there are, and how many friends each of them has. */
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
   * Reads the properties.
   *
   * @throws IllegalArgumentException where one is not what it should be
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
        Boolean.parseBoolean(text("snapshots", "true")),
        Boolean.parseBoolean(text("yardstick", "true")),
        number("connecting", 64),
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
    return Arrays.stream(text(name, otherwise).split(",", -1)).map(String::strip).toList();
  }
}
