package io.pagenow.presence.testing;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.connection.RedisPools;
import io.pagenow.presence.redis.connection.Shards;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Twelve partitions on the masters of {@link ClusterStores}, seen from outside a node. */
public final class ClusterMasters {

  public static final int PARTITIONS = 12;

  private final Settings settings;
  private final Partitions partitions = new Partitions(PARTITIONS);

  public ClusterMasters(Stores stores) {
    int port = stores.settings().redis().primary().port();
    settings = Stores.settings(port, port, PARTITIONS);
  }

  public Settings settings() {
    return settings;
  }

  public Partitions partitions() {
    return partitions;
  }

  /** Returns the port of each master. */
  public List<Integer> ports() {
    return all().stream().distinct().toList();
  }

  /** Returns the partitions of the master of the first partition. */
  public List<Integer> ofFirstMaster() {
    List<Integer> ports = all();
    return IntStream.range(0, PARTITIONS)
        .filter(partition -> ports.get(partition).equals(ports.get(0)))
        .boxed()
        .toList();
  }

  private List<Integer> all() {
    Shards shards = new RedisPools(settings).reads();
    try (shards) {
      shards.connect(0).close();
      return IntStream.range(0, PARTITIONS)
          .mapToObj(partition -> shards.master(partition).orElseThrow().getPort())
          .toList();
    }
  }

  /** Returns the ids of the connections of nodes whose last command on a master was this one. */
  public List<String> connections(int port, String command) {
    return on(port, Jedis::clientList)
        .lines()
        .filter(line -> line.contains(" name=presence-api ") && line.contains(" cmd=" + command))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .toList();
  }

  /** Lets the master of a partition reject commands, as it does while the slot moves. */
  public void startMoving(int partition) {
    int other =
        ports().stream()
            .filter(port -> !port.equals(all().get(partition)))
            .findFirst()
            .orElseThrow();
    String target = on(other, Jedis::clusterMyId);
    var unused =
        on(all().get(partition), redis -> redis.clusterSetSlotMigrating(slot(partition), target));
  }

  /** Ends {@link #startMoving}: the slot stays. */
  public void cancelMoving(int partition) {
    var unused = on(all().get(partition), redis -> redis.clusterSetSlotStable(slot(partition)));
  }

  private int slot(int partition) {
    return JedisClusterCRC16.getSlot(partitions.keys(partition).get(0));
  }

  private static <T> T on(int port, Function<Jedis, T> action) {
    try (Jedis redis = new Jedis("127.0.0.1", port)) {
      return action.apply(redis);
    }
  }
}
