package io.pagenow.presence.bench;

import io.pagenow.presence.bench.Options.Size;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All results of one row: the application or the baseline, on one kind of server.
 *
 * @param subject {@code application} or {@code baseline}
 * @param freshConnects connections opened a second on a server that has just started
 * @param connects connections opened a second on a warm server; the time includes their recording
 *     in Redis
 * @param refused the number of handshakes that were refused and retried
 * @param connectCpu the CPU time for one connection: milliseconds of each part of the system
 * @param idle the memory of the servers: bytes for an idle connection
 * @param reference the result of the reference rate
 * @param steps the results of all rates, in the order of measurement. The last one is 1.5 times the
 *     knee, if there is one
 * @param returns the latency of updates while many users reconnect; see {@link Returns}
 * @param departure the time from a close until the friends are notified
 */
record Row(
    String subject,
    String server,
    int nodes,
    Size size,
    double freshConnects,
    double connects,
    int refused,
    Usage.Spent connectCpu,
    Memory idle,
    Step reference,
    List<Step> steps,
    List<SnapshotLoad.Rate> snapshots,
    Returns.Result returns,
    Latency departure) {

  static final String APPLICATION = "application";
  static final String BASELINE = "baseline";

  /** Returns the step with the highest rate that the servers sustained; empty if there is none. */
  Optional<Step> knee() {
    return steps.stream().filter(Step::isBorne).max(Comparator.comparingInt(Step::rate));
  }

  boolean isApplication() {
    return subject.equals(APPLICATION);
  }

  /** Returns whether this row is the baseline for another row. */
  boolean measures(Row other) {
    return !isApplication() && server.equals(other.server) && size.equals(other.size);
  }

  String title() {
    String servers = nodes == 1 ? "" : ", " + nodes + " nodes";
    return "%s on %s%s, %,d × %d".formatted(subject, server, servers, size.users(), size.friends());
  }
}
