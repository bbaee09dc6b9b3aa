package io.pagenow.presence.bench;

import org.HdrHistogram.Histogram;

/** Records when each update is due and which deliveries arrive. For use by one thread. */
final class Ledger {

  private static final long MICROS = 1_000;

  private final LastUpdates last;
  private final int receivers;
  private long next = 1;

  private long first = next;
  private long measuredFrom;
  private long[] due = {};
  private Histogram latencies = new Histogram(3);
  private long arrivals;
  private long received;
  private long duplicates;
  private long outOfOrder;
  private long unexpected;
  private long refused;

  Ledger(Graph graph) {
    this.last = new LastUpdates(graph, 0, graph.users());
    // An update is also delivered to its sender.
    this.receivers = graph.degree() + 1;
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
    arrivals++;
    long before = last.record(receiver, about, sequence);
    if (before == LastUpdates.NOT_A_FRIEND) {
      unexpected++;
    } else if (sequence == before) {
      duplicates++;
    } else if (sequence < before) {
      outOfOrder++;
    } else {
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
    return (next - first) * receivers;
  }

  /** Returns whether nothing is under way any more. */
  boolean isComplete() {
    return received == expected();
  }

  /** Returns how many deliveries have ever arrived, of all counts. */
  long arrivals() {
    return arrivals;
  }

  /** Returns the deliveries counted so far. */
  Deliveries deliveries() {
    return new Deliveries(
        expected(), received, duplicates, outOfOrder, unexpected, refused, Latency.of(latencies));
  }
}
