package io.pagenow.presence.bench;

import java.util.function.IntPredicate;
import org.HdrHistogram.Histogram;

/**
 * Sends updates of the users of one generator in turn, and records the updates that they receive.
 *
 * <p>The number of an update is the time at which it was due. All processes of a Linux machine read
 * the same {@link System#nanoTime()}, so the receiver knows the latency without the sender. Used
 * only on the generator's thread.
 */
final class TimedUpdates extends NoListener {

  private static final long MICROS = 1_000;

  private final Generator generator;
  private final int first;
  private final long epoch;
  private final long[] sent;
  private final LastUpdates received;
  private Histogram latencies = new Histogram(3);
  private IntPredicate counted = user -> true;
  private Pace pace;
  private int next;

  /**
   * @param first the first user of the generator
   * @param count the number of its users
   * @param epoch the {@link System#nanoTime()} from which updates are numbered, in microseconds
   */
  TimedUpdates(Generator generator, Graph graph, int first, int count, long epoch) {
    this.generator = generator;
    this.first = first;
    this.epoch = epoch;
    this.sent = new long[count];
    this.received = new LastUpdates(graph, first, count);
    this.pace = new Pace(generator.loop(), epoch, 1, 0, this::send);
  }

  void start(double perSecond) {
    pace.stop();
    pace = new Pace(generator.loop(), System.nanoTime(), perSecond, Long.MAX_VALUE, this::send);
    pace.run();
  }

  void stop() {
    pace.stop();
  }

  private void send(long due) {
    int user = next++ % sent.length;
    sent[user] = (due - epoch) / MICROS;
    generator.of(first + user).update(sent[user]);
  }

  /** Sends the page again that the user is on, as the client library does. */
  @Override
  public void opened(Client client) {
    long number = sent[client.user() - first];
    if (number > 0) {
      client.update(number);
    }
  }

  @Override
  public void updated(int receiver, int about, long sequence, long time) {
    long before = received.record(receiver, about, sequence);
    if (sequence > before && counted.test(receiver) && counted.test(about)) {
      latencies.recordValue(Math.max(0, (time - epoch) / MICROS - sequence));
    }
  }

  /** Counts from now on only the latency of updates between some users. */
  void count(IntPredicate users) {
    counted = users;
    latencies = new Histogram(3);
  }

  /** Returns the latencies in microseconds since the last call. */
  Histogram takeLatencies() {
    Histogram taken = latencies;
    latencies = new Histogram(3);
    return taken;
  }

  /** Returns the number of the last update that each user sent; 0 if none. */
  long[] sent() {
    return sent.clone();
  }

  /** Records an update that a user read in a snapshot. */
  void read(int receiver, int about, long number) {
    received.record(receiver, about, number);
  }

  /** Returns of how many friends a user did not receive the last update. */
  int missing(int receiver, long[] sentByAll) {
    return received.missing(receiver, sentByAll);
  }
}
