package io.pagenow.presence.bench;

import io.pagenow.presence.bench.Options.Size;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All that was measured of one subject.
 *
 * @param subject {@code application} or {@code yardstick}
 * @param connects how many sockets were opened a second, all of them recorded
 * @param refused how many handshakes were refused meanwhile, and tried again
 * @param connectCpu milliseconds of CPU for each
 * @param heapBytes live objects of the servers for an idle connection
 * @param residentBytes memory of the servers for an idle connection, as the system counts it
 * @param reference what the common rate cost
 * @param steps all rates, in the order in which they were tried
 * @param returns how late updates are while many come back
 * @param departure from a close until friends know
 */
record Row(
    String subject,
    String server,
    int nodes,
    Size size,
    double connects,
    int refused,
    Usage.Spent connectCpu,
    long heapBytes,
    long residentBytes,
    Step reference,
    List<Step> steps,
    List<SnapshotLoad.Rate> snapshots,
    Returns.Result returns,
    Latency departure) {

  static final String APPLICATION = "application";
  static final String YARDSTICK = "yardstick";

  /** The highest rate that was borne; empty where none was. */
  Optional<Step> knee() {
    return steps.stream().filter(Step::isBorne).max(Comparator.comparingInt(Step::rate));
  }

  boolean isApplication() {
    return subject.equals(APPLICATION);
  }

  /** Whether this is the yardstick for another one. */
  boolean measures(Row other) {
    return !isApplication() && server.equals(other.server) && size.equals(other.size);
  }

  String title() {
    String servers = nodes == 1 ? "" : ", " + nodes + " nodes";
    return "%s on %s%s, %,d × %d".formatted(subject, server, servers, size.users(), size.friends());
  }
}
