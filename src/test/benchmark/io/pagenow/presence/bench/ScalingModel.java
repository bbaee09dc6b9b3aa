package io.pagenow.presence.bench;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Estimates how many masters of Redis a number of users needs, from measured costs. The table in
 * {@code docs/scaling.md} is its output, as a test checks.
 */
final class ScalingModel {

  /** The sizes in the table, in connected users. */
  private static final List<Integer> SIZES = List.of(200_000, 1_000_000, 10_000_000);

  // What users do.
  private static final double SECONDS_BETWEEN_PAGES = 30;
  private static final double SECONDS_BETWEEN_HEARTBEATS = 60;
  private static final int FRIENDS_ONLINE = 10;

  // What an operator decides.
  private static final int USERS_A_NODE = 20_000;
  private static final int PARTITIONS_A_MASTER = 2;
  private static final double MAX_LOAD = 0.8;

  // CPU of Redis in microseconds, measured: see docs/scaling.md. With many nodes each event is a
  // write to a socket of its own.
  private static final double UPDATE = 25;
  private static final double UPDATE_FOR_EACH_NODE = 6.6;
  private static final double HEARTBEAT = 23;
  private static final double IDLE_READ = 19;

  /** A probe is a short script, as a heartbeat is. */
  private static final double PROBE = HEARTBEAT;

  /** A node waits at most 250 ms for entries of a stream, which has none most of the time. */
  private static final double IDLE_READS_A_SECOND = 4;

  private ScalingModel() {}

  /**
   * An estimate.
   *
   * @param nodesOfAnUpdate the nodes besides the own one that an update is published to
   * @param updateMicros the CPU of Redis for an update
   * @param load the CPU of all masters together, in seconds a second
   */
  record Estimate(
      int users,
      int nodes,
      double nodesOfAnUpdate,
      double updateMicros,
      double load,
      int masters,
      int partitions) {

    /**
     * Returns the threads of a node: for each master one writes and one has the channels, and one
     * reads the stream of each partition.
     */
    int threadsOfANode() {
      return 2 * masters + partitions;
    }

    /**
     * Returns the connections of all nodes to one master, without those for snapshots: one for
     * scripts, one for channels, one for the lease, and one for each stream.
     */
    int connectionsOfAMaster() {
      return nodes * (3 + partitions / masters);
    }
  }

  /** Estimates the size of a cluster whose users are spread over the nodes at random. */
  static Estimate estimate(int users) {
    int nodes = Math.max(2, users / USERS_A_NODE);
    double others = (nodes - 1) * (1 - Math.pow(1 - 1.0 / nodes, FRIENDS_ONLINE));
    double update = UPDATE + others * UPDATE_FOR_EACH_NODE;
    double micros = users / SECONDS_BETWEEN_PAGES * update;
    micros += users / SECONDS_BETWEEN_HEARTBEATS * HEARTBEAT;
    int masters = 1;
    int partitions = 1;
    double load = micros / 1e6;
    while (load > MAX_LOAD * masters) {
      masters++;
      partitions = PARTITIONS_A_MASTER * masters;
      // Each partition of each node is one inbox, which costs also if nothing happens.
      double inboxes = (double) nodes * partitions;
      load = (micros + inboxes * (IDLE_READS_A_SECOND * IDLE_READ + PROBE)) / 1e6;
    }
    return new Estimate(users, nodes, others, update, load, masters, partitions);
  }

  /** Returns the rows of the table in Markdown. */
  static String table() {
    return SIZES.stream()
        .map(ScalingModel::estimate)
        .map(ScalingModel::row)
        .collect(Collectors.joining("\n"));
  }

  private static String row(Estimate estimate) {
    return Report.line(
        "| %,d | %d | %.1f | %.0f | %.1f | %d | %d | %d, %,d |",
        estimate.users(),
        estimate.nodes(),
        estimate.nodesOfAnUpdate(),
        estimate.updateMicros(),
        estimate.load(),
        estimate.masters(),
        estimate.partitions(),
        estimate.threadsOfANode(),
        estimate.connectionsOfAMaster());
  }
}
