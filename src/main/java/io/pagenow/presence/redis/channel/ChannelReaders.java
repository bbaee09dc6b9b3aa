package io.pagenow.presence.redis.channel;

import io.pagenow.presence.redis.connection.Shards;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import redis.clients.jedis.HostAndPort;

/**
 * The readers, one for each master of the cluster. Thread-safe.
 *
 * <p>Until the first connection no master is known, and the first reader has all partitions.
 */
final class ChannelReaders {

  /** Creates a reader. */
  interface Creation {
    ChannelReader create(int number, ChannelReaders readers);
  }

  private final Shards shards;
  private final int partitions;
  private final Creation creation;

  // Guarded by this.
  private final List<ChannelReader> all = new ArrayList<>();
  private final Map<Optional<HostAndPort>, Integer> numbers = new HashMap<>();
  private boolean running;

  ChannelReaders(Shards shards, int partitions, Creation creation) {
    this.shards = shards;
    this.partitions = partitions;
    this.creation = creation;
  }

  /** Starts the first reader. The others start when their masters are known. */
  synchronized void start() {
    running = true;
    var unused = partitionsOf(0);
  }

  /** Stops the readers together. */
  void stop() {
    List<ChannelReader> running;
    synchronized (this) {
      this.running = false;
      running = List.copyOf(all);
    }
    running.forEach(ChannelReader::stopSoon);
    running.forEach(ChannelReader::stop);
  }

  /**
   * Returns the partitions that are on the master of a reader, as far as this node knows. After a
   * failover, the reader of the dead master has the new one.
   *
   * @param number the number of the reader
   */
  synchronized List<Integer> partitionsOf(int number) {
    Map<Optional<HostAndPort>, List<Integer>> groups = new LinkedHashMap<>();
    IntStream.range(0, partitions)
        .forEach(
            partition ->
                groups
                    .computeIfAbsent(shards.master(partition), master -> new ArrayList<>())
                    .add(partition));
    numbers.keySet().retainAll(groups.keySet());
    groups.keySet().forEach(master -> numbers.computeIfAbsent(master, unused -> free()));
    return groups.entrySet().stream()
        .filter(group -> Integer.valueOf(number).equals(numbers.get(group.getKey())))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(List.of());
  }

  private int free() {
    int number = 0;
    while (numbers.containsValue(number)) {
      number++;
    }
    if (running && number == all.size()) {
      ChannelReader reader = creation.create(number, this);
      all.add(reader);
      reader.start();
    }
    return number;
  }
}
