package io.pagenow.presence.redis.pipeline;

import io.pagenow.presence.concurrent.BackgroundLoops;
import io.pagenow.presence.metrics.StoreMeters;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.connection.Pool;
import io.pagenow.presence.redis.connection.RedisClock;
import io.pagenow.presence.redis.connection.Shards;
import io.pagenow.presence.redis.script.ScriptCall;
import io.pagenow.presence.tracing.Traces;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Runs scripts. Those of one partition run in the order of the calls. Thread-safe. No method
 * blocks, except {@link #stop}.
 */
@Singleton
public final class Scripts {

  private final Partitions partitions;
  private final LongSupplier nanoTime;
  private final MasterPipelines pipelines;
  private final List<PartitionCalls> calls;

  @Inject
  public Scripts(
      @Pool(Pool.For.WRITES) Shards shards,
      Partitions partitions,
      BackgroundLoops loops,
      StoreMeters meters) {
    this(shards, partitions, loops, meters, System::nanoTime);
  }

  /**
   * Creates the scripts with a clock for tests.
   *
   * @param nanoTime the clock of this node, in the time of {@link System#nanoTime()}
   */
  Scripts(
      Shards shards,
      Partitions partitions,
      BackgroundLoops loops,
      StoreMeters meters,
      LongSupplier nanoTime) {
    PipelineMeters own = new PipelineMeters(meters);
    int count = partitions.count();
    this.partitions = partitions;
    this.nanoTime = nanoTime;
    this.pipelines =
        new MasterPipelines(
            shards,
            count,
            (number, all) -> new ScriptPipeline(number, all, shards, count, loops, own, nanoTime));
    RedisClock clock = pipelines.all().get(0).clock();
    this.calls =
        IntStream.range(0, count)
            .mapToObj(i -> new PartitionCalls(i, partitions.keys(i), clock, nanoTime))
            .toList();
    // The members of a cluster have almost the same time.
    meters.follow(() -> calls.get(0).clock().micros(nanoTime.getAsLong()));
  }

  /**
   * Runs a script on a partition.
   *
   * @return the result: a string, a {@link Long}, a list of these, or null. The stage completes on
   *     the thread that runs all scripts of the master of the partition, and fails with {@link
   *     UnavailableException}
   */
  public CompletionStage<Object> run(int partition, ScriptCall call) {
    return Traces.step("script", () -> waiting(calls.get(partition), call));
  }

  private CompletionStage<Object> waiting(PartitionCalls partition, ScriptCall call) {
    WaitingCall next = new WaitingCall(partition, call.complete(), nanoTime.getAsLong());
    if (pipelines.isStopped() || !partition.offer(next)) {
      next.result().completeExceptionally(new UnavailableException("Redis"));
    } else {
      pipelines.schedule(partition);
    }
    return next.result();
  }

  /** Runs a script on the partition of a user. */
  public CompletionStage<Object> run(UserId user, ScriptCall call) {
    return run(partitions.of(user), call);
  }

  /** Returns the time of the user's Redis, see {@link RedisClock#micros}. */
  public long micros(UserId user, long nanoTime) {
    return calls.get(partitions.of(user)).clock().micros(nanoTime);
  }

  /** Returns how often recorded data may have been lost so far. */
  public int disruptions() {
    return pipelines.all().stream().mapToInt(ScriptPipeline::disruptions).sum();
  }

  /** Stops the threads after they have run the waiting calls. */
  @PreDestroy
  public void stop() {
    pipelines.stop();
    calls.forEach(partition -> partition.fail(new IllegalStateException("The application stops")));
  }
}
