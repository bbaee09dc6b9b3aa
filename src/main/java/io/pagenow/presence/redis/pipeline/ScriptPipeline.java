package io.pagenow.presence.redis.pipeline;

import io.pagenow.presence.concurrent.BackgroundLoop;
import io.pagenow.presence.concurrent.BackgroundLoops;
import io.pagenow.presence.concurrent.Outage;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.redis.connection.Shards;
import io.pagenow.presence.redis.script.Script;
import io.pagenow.presence.redis.script.ScriptCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Runs the scripts of one partition in the order of the calls. While one batch is on its way to
 * Redis and back, the next calls gather to a batch. The more calls there are, the fewer round trips
 * each one costs. Thread-safe.
 */
final class ScriptPipeline {

  private static final Logger LOG = Logger.getLogger(ScriptPipeline.class.getName());

  /** The time limit of a round. A batch takes a few seconds at most, even if Redis hangs. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final Duration REJECTIONS_LOGGED_EVERY = Duration.ofMinutes(1);

  private final Outage outage = new Outage("Redis");
  private final LongSupplier nanoTime;
  private final PipelineMeters meters;
  private final ScriptQueue queue;
  private final ScriptSender sender;
  private final BackgroundLoop loop;
  private final AtomicInteger disruptions = new AtomicInteger();
  private long rejectionLogged;

  /**
   * Creates the pipeline of one partition and starts its thread.
   *
   * @param nanoTime the clock of this node, in the time of {@link System#nanoTime()}
   */
  ScriptPipeline(
      Shards shards,
      int partition,
      List<String> keys,
      BackgroundLoops loops,
      PipelineMeters meters,
      LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.meters = meters;
    this.queue = new ScriptQueue(nanoTime);
    this.sender = new ScriptSender(shards, partition, keys, meters.store(), nanoTime);
    this.rejectionLogged = nanoTime.getAsLong() - REJECTIONS_LOGGED_EVERY.toNanos();
    this.loop = loops.repeat("presence-redis-scripts-" + partition, LIMIT, this::runNextBatch);
    loop.start();
  }

  /** Runs a script as {@link Scripts#run} does. */
  CompletionStage<Object> run(ScriptCall call) {
    WaitingCall next = new WaitingCall(call.complete(), nanoTime.getAsLong());
    if (loop.isStopped() || !queue.offer(next)) {
      next.result().completeExceptionally(new UnavailableException("Redis"));
    }
    return next.result();
  }

  RedisClock clock() {
    return sender.clock();
  }

  /** Returns how often recorded data may have been lost so far. */
  int disruptions() {
    return disruptions.get();
  }

  /** Stops the thread, runs the waiting calls, and fails those that cannot be run. */
  void stop() {
    loop.stop();
    try {
      while (loop.hasEnded() && !queue.isEmpty()) {
        runNextBatch();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    queue.forEach(call -> call.fail(new IllegalStateException("The application stops")));
  }

  private void runNextBatch() throws InterruptedException {
    WaitingCall first = queue.first();
    if (first == null) {
      return;
    }
    List<WaitingCall> batch = new ArrayList<>(ScriptQueue.BATCH);
    batch.add(first);
    try {
      queue.gather(batch);
      meters.store().scriptBatch(batch.size(), queue.size());
      // A copy, because late calls are removed from it.
      runInTime(new ArrayList<>(batch));
    } catch (Throwable e) {
      // Usually an Error. It is unknown which calls Redis has executed.
      batch.forEach(call -> call.fail(e));
      disrupted(e);
      throw e;
    }
  }

  private void runInTime(List<WaitingCall> batch) {
    long now = nanoTime.getAsLong();
    batch.removeIf(
        call -> {
          if (call.isLate(now)) {
            call.fail(new IllegalStateException("Waited longer than a second"));
            return true;
          }
          return false;
        });
    if (!batch.isEmpty()) {
      run(batch);
    }
  }

  private void run(List<WaitingCall> calls) {
    List<Response<Object>> responses;
    try {
      responses = sender.send(calls);
    } catch (JedisException e) {
      disrupted(e);
      calls.forEach(call -> call.fail(e));
      return;
    }
    List<WaitingCall> again = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      complete(calls.get(i), responses.get(i), again);
    }
    if (!again.isEmpty()) {
      // A promoted replica or a restarted Redis does not have the scripts.
      sender.reload();
      runInTime(again);
    }
  }

  private void complete(WaitingCall call, Response<Object> response, List<WaitingCall> again) {
    try {
      call.result().complete(response.get());
      meters.scripts().record(call.call().script(), nanoTime.getAsLong() - call.since());
      outage.succeeded();
    } catch (JedisNoScriptException e) {
      again.add(call);
    } catch (JedisException e) {
      if (!Shards.isElsewhere(e)) {
        logRejection(call.call().script(), e);
        call.fail(e);
      } else {
        if (again.isEmpty()) {
          disrupted(e);
          loop.pause();
        }
        again.add(call);
      }
    }
  }

  /** Logs that Redis rejected a call, for example with OOM when it is out of memory. */
  private void logRejection(Script script, JedisException cause) {
    long now = nanoTime.getAsLong();
    if (now - rejectionLogged >= REJECTIONS_LOGGED_EVERY.toNanos()) {
      rejectionLogged = now;
      LOG.log(
          Level.WARNING,
          "Redis rejected " + script + "; further rejections in the next minute are not logged",
          cause);
    }
  }

  /**
   * Handles a failure after which recorded data may be lost and the partition may be on another
   * server.
   */
  private void disrupted(Throwable cause) {
    disruptions.incrementAndGet();
    outage.failed(cause);
    sender.reconnect();
  }
}
