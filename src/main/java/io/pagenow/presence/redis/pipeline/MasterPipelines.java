package io.pagenow.presence.redis.pipeline;

import io.pagenow.presence.redis.connection.Shards;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import redis.clients.jedis.HostAndPort;

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

  private final Shards shards;
  private final int partitions;
  private final Creation creation;

  // Guarded by this.
  private final List<ScriptPipeline> all = new ArrayList<>();
  private final Map<HostAndPort, ScriptPipeline> byMaster = new HashMap<>();

  private volatile boolean stopped;

  /** Creates the first pipeline. The others are created when their masters are known. */
  MasterPipelines(Shards shards, int partitions, Creation creation) {
    this.shards = shards;
    this.partitions = partitions;
    this.creation = creation;
    var unused = add();
  }

  /** Returns the pipeline of the master of a partition. */
  synchronized ScriptPipeline of(PartitionCalls partition) {
    Optional<HostAndPort> master = shards.master(partition.number());
    return master.isEmpty() ? all.get(0) : at(master.get());
  }

  /** Returns the pipelines so far. */
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

  private ScriptPipeline at(HostAndPort master) {
    ScriptPipeline known = byMaster.get(master);
    if (known != null) {
      return known;
    }
    byMaster
        .keySet()
        .retainAll(
            IntStream.range(0, partitions)
                .mapToObj(shards::master)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet()));
    // After a failover, the pipeline of the dead master serves the new one.
    ScriptPipeline free =
        all.stream().filter(one -> !byMaster.containsValue(one)).findFirst().orElseGet(this::add);
    byMaster.put(master, free);
    return free;
  }

  private ScriptPipeline add() {
    if (stopped) {
      return all.get(0);
    }
    ScriptPipeline added = creation.create(all.size(), this);
    all.add(added);
    return added;
  }
}
