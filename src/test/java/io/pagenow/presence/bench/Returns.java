package io.pagenow.presence.bench;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.pagenow.presence.bench.Generator.Nobody;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * How late updates between users are while the sockets of many others break within a second,
 * without a close frame, and come back at once.
 */
final class Returns extends Nobody {

  private static final int MOST = 2_000;
  private static final Duration BEFORE = Duration.ofSeconds(4);
  private static final Duration WITHIN = Duration.ofSeconds(1);
  private static final Duration AFTERWARDS = Duration.ofSeconds(2);

  /**
   * What the others noticed.
   *
   * @param clients how many came back
   * @param seconds until the last of them was back
   * @param before how late updates of the others were before
   * @param meanwhile how late they were until all were back
   * @param timeouts how often one of the others was told that somebody is offline
   */
  record Result(int clients, double seconds, Latency before, Latency meanwhile, int timeouts) {}

  private final Generator generator;
  private final int returning;
  private final int users;
  private final double pause;
  private final long[] due;
  private final long start = System.nanoTime();

  // On the generator's thread.
  private final Histogram latencies = new Histogram(3);
  private int next;
  private int timeouts;
  private boolean ended;

  private Returns(Generator generator, Graph graph, int rate, Duration most) {
    double updatesPerSecond = rate / (graph.degree() + 1.0);
    this.generator = generator;
    this.users = graph.users();
    this.returning = Math.min(MOST, users * 2 / 5);
    this.pause = SECONDS.toNanos(1) / updatesPerSecond;
    this.due = new long[(int) (updatesPerSecond * most.toSeconds())];
  }

  /**
   * Breaks sockets and has them opened again.
   *
   * @param rate of the others' updates, in deliveries a second, if nobody were away
   */
  static Result measure(Generator generator, Graph graph, int rate) {
    generator.connect();
    Returns returns = new Returns(generator, graph, rate, Duration.ofMinutes(1));
    generator.listen(returns);
    generator.loop().execute(returns::send);
    LockSupport.parkNanos(BEFORE.toNanos());
    Latency before = returns.takeLatency();
    long broken = System.nanoTime();
    generator.breakAndConnect(returns.returning, WITHIN);
    double seconds = (System.nanoTime() - broken) / 1e9;
    Latency meanwhile = returns.takeLatency();
    LockSupport.parkNanos(AFTERWARDS.toNanos());
    generator.run(() -> returns.ended = true);
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

  private void send() {
    long now = System.nanoTime();
    while (next < due.length && start + (long) (next * pause) <= now) {
      due[next] = start + (long) (next * pause);
      generator.of(returning + next % (users - returning)).update(next);
      next++;
    }
    if (!ended) {
      var unused = generator.loop().schedule(this::send, 1, MILLISECONDS);
    }
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
