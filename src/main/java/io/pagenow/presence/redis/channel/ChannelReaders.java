package io.pagenow.presence.redis.channel;

import io.pagenow.presence.redis.connection.Shards;
import io.pagenow.presence.redis.master.MasterNumbers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

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

  private final MasterNumbers numbers;
  private final Creation creation;

  // Guarded by this.
  private final List<ChannelReader> all = new ArrayList<>();
  private boolean running;

  ChannelReaders(Shards shards, int partitions, Creation creation) {
    this.numbers = new MasterNumbers(shards, partitions);
    this.creation = creation;
  }

  /** Starts the first reader. Further readers start when their masters are known. */
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
    Map<Integer, List<Integer>> byNumber = numbers.partitions();
    int count = Collections.max(byNumber.keySet()) + 1;
    while (running && all.size() < count) {
      ChannelReader reader = creation.create(all.size(), this);
      all.add(reader);
      reader.start();
    }
    return byNumber.getOrDefault(number, List.of());
  }
}
