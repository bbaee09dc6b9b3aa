package io.pagenow.presence.redis.pipeline;

import io.pagenow.presence.concurrent.BackgroundLoop;
import io.pagenow.presence.concurrent.BackgroundLoops;
import io.pagenow.presence.metrics.StoreMeters;
import io.pagenow.presence.redis.connection.RedisClock;
import io.pagenow.presence.redis.connection.Shards;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import redis.clients.jedis.HostAndPort;

/**
 * Runs the scripts of the partitions of one master, those of a partition in the order of the calls.
 * While one batch is on its way to Redis and back, the next calls gather to a batch. The more calls
 * there are, the fewer round trips each one costs. Thread-safe.
 */
final class ScriptPipeline {

  /** The time limit of a round. A batch takes a few seconds at most, even if Redis hangs. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Shards shards;
  private final MasterPipelines pipelines;
  private final StoreMeters meters;
  private final ScriptQueue queue;
  private final ScriptRunner runner;
  private final BackgroundLoop loop;

  /** The partitions of this round. It has room for all, so that adding one never fails. */
  private final List<PartitionCalls> taken;

  /**
   * Creates a pipeline and starts its thread.
   *
   * @param number the number of the pipeline, counted from 0
   * @param partitions the number of all partitions
   * @param nanoTime the clock of this node, in the time of {@link System#nanoTime()}
   */
  ScriptPipeline(
      int number,
      MasterPipelines pipelines,
      Shards shards,
      int partitions,
      BackgroundLoops loops,
      PipelineMeters meters,
      LongSupplier nanoTime) {
    this.shards = shards;
    this.pipelines = pipelines;
    this.meters = meters.store();
    this.queue = new ScriptQueue(nanoTime);
    this.runner = new ScriptRunner(shards, meters, nanoTime);
    this.taken = new ArrayList<>(partitions);
    this.loop = loops.repeat("presence-redis-scripts-" + number, LIMIT, this::runNextBatch);
    loop.start();
  }

  /** Adds a partition that has calls, and that no other pipeline has. */
  void add(PartitionCalls partition) {
    queue.add(partition);
  }

  RedisClock clock() {
    return runner.clock();
  }

  /** Returns how often recorded data may have been lost so far. */
  int disruptions() {
    return runner.disruptions();
  }

  /** Stops the thread. */
  void stop() {
    loop.stop();
  }

  /** Returns whether there are waiting calls that can be run after the stop. */
  boolean canRunWaiting() {
    return loop.hasEnded() && !queue.isEmpty();
  }

  /** Runs the waiting calls after the stop. */
  void runWaiting() {
    try {
      while (canRunWaiting()) {
        runNextBatch();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void runNextBatch() throws InterruptedException {
    release(); // Not empty after an Error.
    List<WaitingCall> batch = new ArrayList<>(ScriptQueue.BATCH);
    PartitionCalls first = queue.first();
    if (first == null) {
      return;
    }
    taken.add(first);
    try {
      gather(first, batch);
      if (!batch.isEmpty()) {
        meters.scriptBatch(
            batch.size(), queue.size() + taken.stream().mapToInt(PartitionCalls::size).sum());
        runner.run(batch, taken);
      }
    } catch (Throwable e) {
      // Usually an Error. It is unknown which calls Redis has executed.
      batch.forEach(call -> call.fail(e));
      runner.disrupted(taken, e);
      throw e;
    } finally {
      release();
    }
  }

  private void release() {
    while (!taken.isEmpty()) {
      pipelines.release(taken.get(taken.size() - 1));
      taken.remove(taken.size() - 1);
    }
  }

  /** Takes calls of partitions on one master; none if the first partition has moved. */
  private void gather(PartitionCalls first, List<WaitingCall> batch) {
    if (pipelines.of(first) != this) {
      return;
    }
    queue.awaitStart(first);
    Optional<HostAndPort> master = shards.master(first.number());
    PartitionCalls next = first;
    while (next != null) {
      next.drainTo(batch, ScriptQueue.BATCH);
      next = batch.size() < ScriptQueue.BATCH && master.isPresent() ? queue.next() : null;
      if (next != null) {
        taken.add(next);
        if (!shards.master(next.number()).equals(master)) {
          break;
        }
      }
    }
  }
}
