package io.pagenow.presence.redis.script;

import io.pagenow.presence.concurrent.BackgroundLoop;
import io.pagenow.presence.concurrent.BackgroundLoops;
import io.pagenow.presence.concurrent.Outage;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.redis.connection.RedisTime;
import io.pagenow.presence.redis.connection.Shards;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol.Command;
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

  private static final int BATCH = 256;
  private static final int MAX_WAITING = 20_000;

  /**
   * The minimum time between the starts of two batches. A round trip and its results wake half a
   * dozen threads, which costs more than the calls themselves. A call after a pause is sent at
   * once.
   */
  private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

  /** A call that waited longer fails: its caller has timed out or retries. */
  private static final long MAX_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);

  /** The time that a round of the loop waits for the first call. */
  private static final long IDLE_MILLIS = 1_000;

  /** The time limit of a round. A batch takes a few seconds at most, even if Redis hangs. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final Duration REJECTIONS_LOGGED_EVERY = Duration.ofMinutes(1);

  private final Outage outage = new Outage("Redis");
  private final LongSupplier nanoTime;
  private final Shards shards;
  private final int partition;
  private final List<String> keys;
  private final BlockingQueue<Call> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final BackgroundLoop loop;
  private boolean loaded;
  private long lastStart;
  private long rejectionLogged;
  private final AtomicInteger disruptions = new AtomicInteger();
  private final RedisClock clock = new RedisClock();

  private record Call(ScriptCall call, long since, CompletableFuture<Object> result) {

    boolean isLate(long now) {
      return now - since > MAX_WAIT_NANOS;
    }

    void fail(Throwable cause) {
      result.completeExceptionally(new UnavailableException("Redis", cause));
    }
  }

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
      LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lastStart = nanoTime.getAsLong() - PACE_NANOS;
    this.rejectionLogged = nanoTime.getAsLong() - REJECTIONS_LOGGED_EVERY.toNanos();
    this.shards = shards;
    this.partition = partition;
    this.keys = keys;
    this.loop = loops.repeat("presence-redis-scripts-" + partition, LIMIT, this::runNextBatch);
    loop.start();
  }

  /** Runs a script as {@link Scripts#run} does. */
  CompletionStage<Object> run(ScriptCall call) {
    Call next = new Call(call.complete(), nanoTime.getAsLong(), new CompletableFuture<>());
    if (loop.isStopped() || !waiting.offer(next)) {
      next.result().completeExceptionally(new UnavailableException("Redis"));
    }
    return next.result();
  }

  RedisClock clock() {
    return clock;
  }

  /** Returns how often recorded data may have been lost so far. */
  int disruptions() {
    return disruptions.get();
  }

  /** Stops the thread, runs the waiting calls, and fails those that cannot be run. */
  void stop() {
    loop.stop();
    try {
      while (loop.hasEnded() && !waiting.isEmpty()) {
        runNextBatch();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    waiting.forEach(call -> call.fail(new IllegalStateException("The application stops")));
  }

  private void runNextBatch() throws InterruptedException {
    Call first = waiting.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
    if (first == null) {
      return;
    }
    List<Call> batch = new ArrayList<>(BATCH);
    batch.add(first);
    try {
      pace();
      waiting.drainTo(batch, BATCH - 1);
      // A copy, because late calls are removed from it.
      runInTime(new ArrayList<>(batch));
    } catch (Throwable e) {
      // Usually an Error. It is unknown which calls Redis has executed.
      batch.forEach(call -> call.fail(e));
      disrupted(e);
      throw e;
    }
  }

  private void pace() {
    long pause = lastStart + PACE_NANOS - nanoTime.getAsLong();
    if (pause > 0 && waiting.size() < BATCH) {
      LockSupport.parkNanos(this, pause);
    }
    lastStart = nanoTime.getAsLong();
  }

  private void runInTime(List<Call> batch) {
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

  /** Runs calls in one round trip, or in two if the scripts must be loaded. */
  private void run(List<Call> calls) {
    List<Response<Object>> responses = new ArrayList<>(calls.size());
    try (Pipeline pipeline = shards.pipeline(partition)) {
      if (!loaded) {
        // Loads the scripts before the calls, so that no call overtakes one of the same connection
        // whose script is missing. This round trip also reads the clock of this Redis, for the time
        // of sending.
        for (Script script : Script.values()) {
          pipeline.scriptLoad(script.text(), keys.get(0));
        }
        synchronize(pipeline);
        loaded = true;
      }
      long sent = clock.micros(nanoTime.getAsLong());
      for (Call call : calls) {
        String sha1 = call.call().script().sha1();
        responses.add(pipeline.evalsha(sha1, keys, call.call().arguments(sent)));
      }
      synchronize(pipeline);
    } catch (JedisException e) {
      disrupted(e);
      calls.forEach(call -> call.fail(e));
      return;
    }
    List<Call> again = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      complete(calls.get(i), responses.get(i), again);
    }
    if (!again.isEmpty()) {
      // A promoted replica or a restarted Redis does not have the scripts.
      loaded = false;
      runInTime(again);
    }
  }

  /** Sends the commands of the pipeline, and updates the clock. */
  private void synchronize(Pipeline pipeline) {
    Response<Object> time = pipeline.sendCommand(Command.TIME, new String[0]);
    long sent = nanoTime.getAsLong();
    pipeline.sync();
    clock.accept(sent, nanoTime.getAsLong(), RedisTime.micros(time.get()));
  }

  private void complete(Call call, Response<Object> response, List<Call> again) {
    try {
      call.result().complete(response.get());
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
    loaded = false;
    disruptions.incrementAndGet();
    outage.failed(cause);
    shards.rediscover();
  }
}
