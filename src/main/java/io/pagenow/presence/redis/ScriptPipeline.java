package io.pagenow.presence.redis;

import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.platform.Outage;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Runs scripts in the order in which they are asked for. While one batch is on its way to Redis and
 * back, the calls of all other connections gather to be the next: the more there are, the fewer
 * round trips each one costs.
 */
@Singleton
final class ScriptPipeline {

  private static final Logger LOG = Logger.getLogger(ScriptPipeline.class.getName());

  private static final int BATCH = 256;
  private static final int MAX_WAITING = 20_000;

  /** A call that waited for longer fails: whoever made it has given up or tries again. */
  private static final long MAX_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);

  private final Outage outage = new Outage("Redis");
  private final RedisClient redis;
  private final BlockingQueue<Call> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Worker worker;
  private boolean taught;

  private record Call(
      Script script, List<String> arguments, long since, CompletableFuture<Object> result) {

    void fail(Throwable cause) {
      result.completeExceptionally(new UnavailableException("Redis", cause));
    }
  }

  @Inject
  ScriptPipeline(@Use(Use.For.WRITES) RedisClient redis, ThreadFactory threads) {
    this.redis = redis;
    this.worker = new Worker(threads, "presence-redis-scripts", this::work);
    worker.start();
  }

  /**
   * Runs a script.
   *
   * @return what it returned: a string, a {@link Long}, a list of such, or null. It completes on
   *     the thread that runs all scripts, and fails with {@link UnavailableException}
   */
  CompletionStage<Object> run(Script script, List<String> arguments) {
    Call call = new Call(script, arguments, System.nanoTime(), new CompletableFuture<>());
    if (worker.isStopped() || !waiting.offer(call)) {
      call.result().completeExceptionally(new UnavailableException("Redis"));
    }
    return call.result();
  }

  /** Ends the thread, once it has done what is waiting. */
  @PreDestroy
  void stop() {
    worker.stop();
    waiting.forEach(call -> call.fail(new IllegalStateException("The application ends")));
  }

  private void work() {
    List<Call> batch = new ArrayList<>(BATCH);
    while (!worker.isStopped() || !waiting.isEmpty()) {
      try {
        batch.add(waiting.take());
        waiting.drainTo(batch, BATCH - 1);
        runInTime(batch);
      } catch (InterruptedException e) {
        // By stop(): what is still waiting is done before the loop ends.
      } finally {
        batch.clear();
      }
    }
  }

  private void runInTime(List<Call> batch) {
    long now = System.nanoTime();
    batch.removeIf(
        call -> {
          boolean late = now - call.since() > MAX_WAIT_NANOS;
          if (late) {
            call.fail(new IllegalStateException("Waited for too long"));
          }
          return late;
        });
    if (!batch.isEmpty()) {
      run(batch);
    }
  }

  /** Runs calls in one round trip, where Redis does not have to be taught the scripts again. */
  private void run(List<Call> calls) {
    List<Response<Object>> responses = new ArrayList<>(calls.size());
    try (Pipeline pipeline = redis.pipelined()) {
      if (!taught) {
        // In front, so that no call overtakes one of the same connection that is unknown yet.
        for (Script script : Script.values()) {
          pipeline.scriptLoad(script.text(), Keys.ALL.get(0));
        }
      }
      for (Call call : calls) {
        responses.add(pipeline.evalsha(call.script().sha1(), Keys.ALL, call.arguments()));
      }
      pipeline.sync();
      refuseReplica(responses);
      taught = true;
      outage.succeeded();
    } catch (JedisException e) {
      taught = false;
      outage.failed(e);
      redis.getPool().clear();
      calls.forEach(call -> call.fail(e));
      return;
    }
    List<Call> unknown = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      complete(calls.get(i), responses.get(i), unknown);
    }
    if (!unknown.isEmpty()) {
      // Somebody flushed them, or another Redis took over.
      taught = false;
      run(unknown);
    }
  }

  /**
   * After a fail-over the old primary is a replica, which takes no writes but keeps connections. So
   * they are to be closed, and the new primary is found with the next one.
   */
  private static void refuseReplica(List<Response<Object>> responses) {
    for (Response<Object> response : responses) {
      try {
        response.get();
      } catch (JedisDataException e) {
        if (String.valueOf(e.getMessage()).contains("READONLY")) {
          throw e;
        }
      }
    }
  }

  private static void complete(Call call, Response<Object> response, List<Call> unknown) {
    try {
      call.result().complete(response.get());
    } catch (JedisNoScriptException e) {
      unknown.add(call);
    } catch (JedisException e) {
      // Such as OOM or LOADING: this Redis cannot write at the moment.
      LOG.log(Level.WARNING, "Redis refused " + call.script(), e);
      call.fail(e);
    }
  }
}
