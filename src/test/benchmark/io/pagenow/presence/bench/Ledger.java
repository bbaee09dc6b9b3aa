package io.pagenow.presence.bench;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** Records when each update is due and which deliveries arrive. For use by one thread. */
final class Ledger {

  private static final long MICROS = 1_000;

  private final int[][] circles;
  private final long[][] last;
  private long next = 1;

  private long first;
  private long measuredFrom;
  private long[] due = {};
  private Histogram latencies = new Histogram(3);
  private long received;
  private long duplicates;
  private long outOfOrder;
  private long unexpected;
  private long refused;

  Ledger(Graph graph) {
    // An update is also delivered to its sender.
    this.circles =
        IntStream.range(0, graph.users())
            .mapToObj(user -> IntStream.concat(IntStream.of(user), friends(graph, user)))
            .map(circle -> circle.sorted().toArray())
            .toArray(int[][]::new);
    this.last = new long[graph.users()][graph.degree() + 1];
  }

  private static IntStream friends(Graph graph, int user) {
    return Arrays.stream(graph.friendsOf(user));
  }

  /**
   * Starts a new count.
   *
   * @param updates the maximum number of updates
   * @param ramp the number of updates before the first one whose latency counts
   */
  void begin(int updates, int ramp) {
    first = next;
    measuredFrom = first + ramp;
    due = new long[updates];
    latencies = new Histogram(3);
    received = 0;
    duplicates = 0;
    outOfOrder = 0;
    unexpected = 0;
    refused = 0;
  }

  /** Returns the number of the next update, which is due at this {@link System#nanoTime()}. */
  long next(long time) {
    due[(int) (next - first)] = time;
    return next++;
  }

  void arrived(int receiver, int about, long sequence, long time) {
    int place = Arrays.binarySearch(circles[receiver], about);
    if (place < 0) {
      unexpected++;
      return;
    }
    long before = last[receiver][place];
    if (sequence == before) {
      duplicates++;
    } else if (sequence < before) {
      outOfOrder++;
    } else {
      last[receiver][place] = sequence;
      count(sequence, time);
    }
  }

  void refused() {
    refused++;
  }

  private void count(long sequence, long time) {
    if (sequence < first) {
      return; // a late delivery of an earlier rate that was too high
    }
    received++;
    if (sequence >= measuredFrom) {
      latencies.recordValue(Math.max(0, time - due[(int) (sequence - first)]) / MICROS);
    }
  }

  long expected() {
    return (next - first) * circles[0].length;
  }

  /** Returns the deliveries counted so far. */
  Deliveries deliveries() {
    return new Deliveries(
        expected(), received, duplicates, outOfOrder, unexpected, refused, Latency.of(latencies));
  }
}
