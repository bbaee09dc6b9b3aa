package io.pagenow.presence.redis.master;

import io.pagenow.presence.redis.connection.Shards;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import redis.clients.jedis.HostAndPort;

/**
 * Numbers the masters of the cluster, counted from 0, so that each one has a worker. A master that
 * is gone leaves its number to a new one. Thread-safe.
 *
 * <p>Partitions without a known master share a number. Until the first connection these are all
 * partitions, and the number is 0.
 */
public final class MasterNumbers {

  private final Shards shards;
  private final int partitions;

  // Guarded by this.
  private final Map<Optional<HostAndPort>, Integer> numbers = new HashMap<>();

  /**
   * @param partitions the number of all partitions
   */
  public MasterNumbers(Shards shards, int partitions) {
    this.shards = shards;
    this.partitions = partitions;
  }

  /** Returns the number of the master of a partition. */
  // Reads the master under the lock. Otherwise a thread that has found no master could number that
  // after another thread has numbered the first masters.
  public synchronized int of(int partition) {
    Optional<HostAndPort> master = shards.master(partition);
    Integer known = numbers.get(master);
    if (known != null) {
      return known;
    }
    retain(masters());
    return numberOf(master);
  }

  /** Returns the partitions of each number, as far as this node knows. */
  public synchronized Map<Integer, List<Integer>> partitions() {
    List<Optional<HostAndPort>> masters = masters();
    retain(masters);
    return IntStream.range(0, partitions)
        .boxed()
        .collect(Collectors.groupingBy(partition -> numberOf(masters.get(partition))));
  }

  private List<Optional<HostAndPort>> masters() {
    return IntStream.range(0, partitions).mapToObj(shards::master).toList();
  }

  private void retain(List<Optional<HostAndPort>> masters) {
    numbers.keySet().retainAll(Set.copyOf(masters));
  }

  private int numberOf(Optional<HostAndPort> master) {
    return numbers.computeIfAbsent(master, unused -> free());
  }

  private int free() {
    int number = 0;
    while (numbers.containsValue(number)) {
      number++;
    }
    return number;
  }
}
