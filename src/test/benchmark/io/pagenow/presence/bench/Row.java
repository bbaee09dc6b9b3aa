package io.pagenow.presence.bench;

import io.pagenow.presence.bench.Options.Size;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All results of one row.
 *
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
    Subject subject,
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

  /** Returns the step with the highest rate that the servers sustained; empty if there is none. */
  Optional<Step> knee() {
    return steps.stream().filter(Step::isBorne).max(Comparator.comparingInt(Step::rate));
  }

  boolean isApplication() {
    return subject.name().equals(Subject.APPLICATION);
  }

  /** Returns whether the application's row is compared with this one. */
  boolean measures(Row application) {
    return !isApplication()
        && size.equals(application.size)
        && (!subject.name().equals(Subject.BASELINE)
            || subject.platform().equals(application.subject.platform()));
  }

  /** Returns snapshots a second with the most clients; NaN if they were not measured. */
  double snapshotsPerSecond() {
    return snapshots.isEmpty() ? Double.NaN : snapshots.get(snapshots.size() - 1).perSecond();
  }

  String title() {
    return "%s, %,d × %d".formatted(subject.title(), size.users(), size.friends());
  }
}
