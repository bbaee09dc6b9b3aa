package io.pagenow.presence.bench;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/** Measures the time from the close of a user's connection until each friend is notified. */
final class Departures extends NoListener {

  private static final int SAMPLE = 200;

  private final Generator generator;
  private final Graph graph;
  private final Histogram latencies = new Histogram(3);

  // Used only on the generator's thread.
  private int leaving = -1;
  private long closed;
  private int told;

  private Departures(Generator generator, Graph graph) {
    this.generator = generator;
    this.graph = graph;
  }

  /** Closes the connections of a sample of users, one after another. */
  static Latency measure(Generator generator, Graph graph) {
    Departures departures = new Departures(generator, graph);
    generator.listen(departures);
    int step = Math.max(1, graph.users() / SAMPLE);
    for (int user = 0; user < graph.users(); user += step) {
      departures.leave(user);
    }
    return Latency.of(departures.latencies);
  }

  private void leave(int user) {
    int friends =
        generator.run(
            () -> {
              leaving = user;
              told = 0;
              closed = System.nanoTime();
              generator.of(user).close();
              int open = 0;
              for (int friend : graph.friendsOf(user)) {
                open += generator.of(friend).isOpen() ? 1 : 0;
              }
              return open;
            });
    await("friends of " + user)
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(2))
        .until(() -> generator.run(() -> told) == friends);
  }

  @Override
  public void timedOut(int receiver, int about, long time) {
    if (about == leaving) {
      told++;
      latencies.recordValue((time - closed) / 1_000);
    }
  }
}
