package io.pagenow.presence.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Measures the latency of updates between users while the connections of many other users break.
 * The connections break within a second, without a close frame, and their clients reconnect at
 * once.
 */
final class Returns extends NoListener {

  private static final int MOST = 2_000;
  private static final Duration BEFORE = Duration.ofSeconds(4);
  private static final Duration WITHIN = Duration.ofSeconds(1);
  private static final Duration AFTERWARDS = Duration.ofSeconds(2);

  /**
   * The effect on the users who stay connected.
   *
   * @param clients the number of clients that reconnected
   * @param seconds the time until the last of them was back
   * @param before the latency of updates between these users: before the connections broke
   * @param meanwhile the same latency: until all clients were back
   * @param timeouts how many timeouts were delivered to these users
   */
  record Result(int clients, double seconds, Latency before, Latency meanwhile, int timeouts) {}

  private final Generator generator;
  private final int returning;
  private final int users;
  private final long[] due;
  private final Pace pace;

  // Used only on the generator's thread.
  private final Histogram latencies = new Histogram(3);
  private int next;
  private int timeouts;

  private Returns(Generator generator, Graph graph, int rate, Duration most) {
    double updatesPerSecond = rate / (graph.degree() + 1.0);
    this.generator = generator;
    this.users = graph.users();
    this.returning = Math.min(MOST, users * 2 / 5);
    this.due = new long[(int) (updatesPerSecond * most.toSeconds())];
    this.pace =
        new Pace(generator.loop(), System.nanoTime(), updatesPerSecond, due.length, this::send);
  }

  /**
   * Breaks connections and waits until their clients have reconnected.
   *
   * @param rate the update rate of the users who stay connected: in deliveries a second, if all
   *     users were connected
   */
  static Result measure(Generator generator, Graph graph, int rate) {
    generator.connect();
    Returns returns = new Returns(generator, graph, rate, Duration.ofMinutes(1));
    generator.listen(returns);
    generator.loop().execute(returns.pace);
    LockSupport.parkNanos(BEFORE.toNanos());
    Latency before = returns.takeLatency();
    long broken = System.nanoTime();
    generator.breakAndConnect(returns.returning, WITHIN);
    double seconds = (System.nanoTime() - broken) / 1e9;
    Latency meanwhile = returns.takeLatency();
    LockSupport.parkNanos(AFTERWARDS.toNanos());
    generator.loop().execute(returns.pace::stop);
    return new Result(
        returns.returning, seconds, before, meanwhile, generator.run(() -> returns.timeouts));
  }

  private Latency takeLatency() {
    return generator.run(
        () -> {
          Latency latency = Latency.of(latencies);
          latencies.reset();
          return latency;
        });
  }

  private void send(long time) {
    due[next] = time;
    generator.of(returning + next % (users - returning)).update(next);
    next++;
  }

  @Override
  public void updated(int receiver, int about, long sequence, long time) {
    if (receiver >= returning && about >= returning && sequence < next) {
      latencies.recordValue(Math.max(0, time - due[(int) sequence]) / 1_000);
    }
  }

  @Override
  public void timedOut(int receiver, int about, long time) {
    timeouts += receiver >= returning ? 1 : 0;
  }
}
