package io.pagenow.presence.redis.pipeline;

import io.pagenow.presence.redis.connection.Shards;
import io.pagenow.presence.redis.master.MasterNumbers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The pipelines, one for each master of the cluster. Thread-safe.
 *
 * <p>Until the first connection no master is known, and the first pipeline serves all partitions.
 */
final class MasterPipelines {

  /** Creates a pipeline. */
  interface Creation {
    ScriptPipeline create(int number, MasterPipelines pipelines);
  }

  private final MasterNumbers numbers;
  private final Creation creation;

  /** The pipelines by the numbers of their masters. Written under the lock of this. */
  private final List<ScriptPipeline> all = new CopyOnWriteArrayList<>();

  private volatile boolean stopped;

  /** Creates the first pipeline. Further pipelines are created when their masters are known. */
  MasterPipelines(Shards shards, int partitions, Creation creation) {
    this.numbers = new MasterNumbers(shards, partitions);
    this.creation = creation;
    var unused = created(0);
  }

  /**
   * Returns the pipeline of the master of a partition. After a failover, the pipeline of the dead
   * master serves the new one. After a stop, the first pipeline serves new masters.
   */
  ScriptPipeline of(PartitionCalls partition) {
    int number = numbers.of(partition.number());
    return number < all.size() ? all.get(number) : created(number);
  }

  /** Returns the pipelines so far. */
  // Waits for a pipeline that is being created, so that a stop reaches it.
  synchronized List<ScriptPipeline> all() {
    return List.copyOf(all);
  }

  boolean isStopped() {
    return stopped;
  }

  /** Hands a partition with waiting calls to its pipeline, unless a pipeline has it. */
  void schedule(PartitionCalls partition) {
    if (partition.take()) {
      try {
        hand(partition);
      } catch (Throwable e) {
        // No memory or no thread. The next call tries again.
        partition.giveBack();
        throw e;
      }
    }
  }

  /**
   * Hands a partition, whose last calls are done, to its pipeline, if it has more calls. After an
   * Error it must be released again.
   */
  void release(PartitionCalls partition) {
    if (partition.hasRepeated() || !partition.isEmpty()) {
      hand(partition);
      return;
    }
    partition.giveBack();
    // A call that was added meanwhile did not schedule the partition.
    if (!partition.isEmpty() && partition.take()) {
      hand(partition);
    }
  }

  private void hand(PartitionCalls partition) {
    ScriptPipeline pipeline = of(partition);
    partition.follow(pipeline.clock());
    pipeline.add(partition);
  }

  /** Stops the threads and runs the waiting calls. */
  void stop() {
    stopped = true;
    List<ScriptPipeline> running = all();
    running.forEach(ScriptPipeline::stop);
    // A pipeline may hand a partition to another one.
    while (!Thread.currentThread().isInterrupted()
        && running.stream().anyMatch(ScriptPipeline::canRunWaiting)) {
      running.forEach(ScriptPipeline::runWaiting);
    }
  }

  private synchronized ScriptPipeline created(int number) {
    while (all.size() <= number && !stopped) {
      all.add(creation.create(all.size(), this));
    }
    return all.get(number < all.size() ? number : 0);
  }
}
