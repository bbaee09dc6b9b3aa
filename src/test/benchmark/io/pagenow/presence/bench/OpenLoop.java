package io.pagenow.presence.bench;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Random;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Sends updates at a steady rate, whether or not the servers keep up. Latencies start when an
 * update is due, so the delay by a slow server counts in full.
 */
final class OpenLoop {

  private static final Duration DRAIN = Duration.ofSeconds(5);
  private static final Duration BACKLOG = Duration.ofMinutes(2);
  private static final Duration QUIET = Duration.ofMillis(500);

  private final Generator generator;
  private final Usage usage;
  private final Ledger ledger;
  private final int degree;
  private final int[] order;

  OpenLoop(Generator generator, Graph graph, Usage usage) {
    this.generator = generator;
    this.usage = usage;
    this.ledger = new Ledger(graph);
    this.degree = graph.degree();
    this.order = new Random(1).ints(0, graph.users()).distinct().limit(graph.users()).toArray();
  }

  /**
   * Sends updates at a rate and measures their deliveries.
   *
   * @param rate the rate in deliveries a second
   * @param duration how long to send; updates due in the first {@link Options#RAMP} count for no
   *     latency
   */
  Step run(int rate, Duration duration) {
    double updatesPerSecond = rate / (degree + 1.0);
    int updates = (int) (updatesPerSecond * duration.toSeconds());
    int ramp = (int) (updatesPerSecond * Options.RAMP.toSeconds());
    generator.listen(
        new NoListener() {
          @Override
          public void updated(int receiver, int about, long sequence, long time) {
            ledger.arrived(receiver, about, sequence, time);
          }

          @Override
          public void refused(String error) {
            ledger.refused();
          }
        });
    // A server that queues without a limit may still deliver updates of a rate that was too high.
    awaitQuiet(BACKLOG);
    Usage.Reading before = usage.read();
    long start = System.nanoTime();
    int[] next = {0};
    Pace sending =
        new Pace(
            generator.loop(),
            start,
            updatesPerSecond,
            updates,
            due -> generator.of(order[next[0]++ % order.length]).update(ledger.next(due)));
    generator.run(
        () -> {
          ledger.begin(updates, ramp);
          sending.run();
          return null;
        });
    await("all updates")
        .atMost(duration.multipliedBy(3))
        .until(() -> generator.run(sending::isDone));
    awaitQuiet(DRAIN);
    double seconds = (System.nanoTime() - start) / 1e9;
    Usage.Spent spent = usage.read().since(before);
    return new Step(rate, seconds, generator.run(ledger::deliveries), spent);
  }

  /**
   * Waits until all deliveries have arrived, or none has for 500 ms.
   *
   * @param most the maximum time to wait
   */
  private void awaitQuiet(Duration most) {
    long[] last = {-1, System.nanoTime()};
    try {
      await("what is under way")
          .atMost(most)
          .pollInterval(Duration.ofMillis(10))
          .until(
              () -> {
                long arrivals = generator.run(ledger::arrivals);
                if (arrivals != last[0]) {
                  last[0] = arrivals;
                  last[1] = System.nanoTime();
                }
                return generator.run(ledger::isComplete)
                    || System.nanoTime() - last[1] > QUIET.toNanos();
              });
    } catch (ConditionTimeoutException e) {
      // The rate is too high: the result shows how many deliveries are missing.
    }
  }
}
