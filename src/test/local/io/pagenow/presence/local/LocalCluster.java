package io.pagenow.presence.local;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.MigrateParams;

/** A separate Redis Cluster on the loopback interface, whose masters share the slots. */
public final class LocalCluster implements AutoCloseable {

  private static final int SLOTS = 16_384;

  /**
   * The highest port of a member. The cluster bus uses the port 10,000 above it, which must also be
   * below the ephemeral ports.
   */
  private static final int LAST_PORT = 22_700;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path directory;
  private final Path program;
  private final Parts parts = new Parts();
  private final List<LocalRedis> members = new ArrayList<>();

  private LocalCluster(Path directory, Path program) {
    this.directory = directory;
    this.program = program;
  }

  /** Starts an empty cluster and waits until it accepts commands. */
  public static LocalCluster start(Path directory, int masters) throws Exception {
    return start(directory, LocalRedis.program(directory), masters);
  }

  /** Starts a cluster like {@link #start(Path, int)}, but of another program. */
  public static LocalCluster start(Path directory, Path program, int masters) throws Exception {
    LocalCluster cluster = new LocalCluster(directory, program);
    try {
      for (int i = 0; i < masters; i++) {
        int[] slots = IntStream.range(SLOTS * i / masters, SLOTS * (i + 1) / masters).toArray();
        LocalRedis member = cluster.member();
        on(member.port(), redis -> redis.clusterAddSlots(slots));
      }
      cluster.settle();
      return cluster;
    } catch (Exception e) {
      cluster.close();
      throw e;
    }
  }

  /** Returns the port of one of the members. */
  public int port() {
    return members.get(0).port();
  }

  /** Adds a replica to the master of a slot, and waits until the replica has the data. */
  public LocalRedis replicate(int slot) throws Exception {
    String master = on(portOf(slot), Jedis::clusterMyId);
    LocalRedis replica = member();
    await("its master")
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> on(replica.port(), redis -> redis.clusterReplicate(master)).equals("OK"));
    await("its data")
        .atMost(PATIENCE)
        .until(() -> on(replica.port(), r -> r.info("replication")).contains("link_status:up"));
    return replica;
  }

  /** Returns the port of the master of a slot, according to the first live member that knows it. */
  public int portOf(int slot) {
    for (LocalRedis member : members) {
      if (member.isAlive()) {
        Optional<ClusterNode> master =
            ClusterNode.parse(on(member.port(), Jedis::clusterNodes))
                .filter(node -> node.isMaster() && !node.hasFailed() && node.holds(slot))
                .findFirst();
        if (master.isPresent()) {
          return master.get().port();
        }
      }
    }
    throw new IllegalStateException("Nobody has slot " + slot);
  }

  /**
   * Returns whether a member on another port than {@code deadPort} is now the master of the slot.
   */
  public boolean hasTakenOver(int slot, int deadPort) {
    try {
      return portOf(slot) != deadPort;
    } catch (IllegalStateException nobodySoFar) {
      return false;
    }
  }

  /** Kills the master of a slot, to simulate a crash. */
  public void kill(int slot) {
    int port = portOf(slot);
    members.stream().filter(member -> member.port() == port).forEach(LocalRedis::kill);
  }

  /** Moves a slot and its keys to another master, in the same steps as an operator's tool. */
  public void migrate(int slot, int toPort) {
    int fromPort = portOf(slot);
    String from = on(fromPort, Jedis::clusterMyId);
    String to = on(toPort, Jedis::clusterMyId);
    on(toPort, redis -> redis.clusterSetSlotImporting(slot, from));
    on(fromPort, redis -> redis.clusterSetSlotMigrating(slot, to));
    List<String> keys;
    do {
      keys = on(fromPort, redis -> redis.clusterGetKeysInSlot(slot, 1));
      for (String key : keys) {
        on(
            fromPort,
            redis -> redis.migrate("127.0.0.1", toPort, 5_000, MigrateParams.migrateParams(), key));
      }
    } while (!keys.isEmpty());
    on(toPort, redis -> redis.clusterSetSlotNode(slot, to));
    on(fromPort, redis -> redis.clusterSetSlotNode(slot, to));
  }

  /** Returns the ports of the masters. */
  public Set<Integer> masters() {
    return ClusterNode.parse(on(port(), Jedis::clusterNodes))
        .filter(ClusterNode::isMaster)
        .map(ClusterNode::port)
        .collect(Collectors.toSet());
  }

  /** Returns all keys of all masters. */
  public Set<String> keys() {
    return masters().stream()
        .flatMap(port -> on(port, redis -> redis.keys("*")).stream())
        .collect(Collectors.toSet());
  }

  public void flushAll() {
    masters().forEach(port -> on(port, Jedis::flushAll));
  }

  @Override
  public void close() {
    parts.close();
  }

  private LocalRedis member() throws Exception {
    int port = FreePort.find(20_000, LAST_PORT);
    Path own = directory.resolve("member-" + members.size());
    LocalRedis member =
        parts.start(
            () ->
                LocalRedis.start(
                    own,
                    program,
                    "127.0.0.1",
                    port,
                    List.of("--cluster-enabled", "yes", "--cluster-node-timeout", "2000")));
    members.add(member);
    on(port, redis -> redis.clusterMeet("127.0.0.1", port()));
    return member;
  }

  private void settle() {
    await("the cluster")
        .atMost(PATIENCE)
        .until(
            () ->
                members.stream()
                    .map(member -> on(member.port(), Jedis::clusterInfo))
                    .allMatch(
                        info ->
                            info.contains("cluster_state:ok")
                                && info.contains("cluster_known_nodes:" + members.size())));
  }

  private static <T> T on(int port, Function<Jedis, T> action) {
    try (Jedis redis = new Jedis("127.0.0.1", port)) {
      return action.apply(redis);
    }
  }
}
