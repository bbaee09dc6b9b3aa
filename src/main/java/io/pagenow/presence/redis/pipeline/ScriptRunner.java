package io.pagenow.presence.redis.pipeline;

import io.pagenow.presence.redis.connection.RedisClock;
import io.pagenow.presence.redis.connection.Shards;
import io.pagenow.presence.redis.script.RejectionLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Runs batches of calls on one master, and decides which calls are repeated. Not thread-safe,
 * except {@link #clock} and {@link #disruptions}.
 */
final class ScriptRunner {

  /** The pause of a partition that its master rejects until its slot has moved. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Shards shards;
  private final PipelineMeters meters;
  private final LongSupplier nanoTime;
  private final ScriptSender sender;
  private final RejectionLog rejections;
  private final AtomicInteger disruptions = new AtomicInteger();

  ScriptRunner(Shards shards, PipelineMeters meters, LongSupplier nanoTime) {
    this.shards = shards;
    this.meters = meters;
    this.nanoTime = nanoTime;
    this.sender = new ScriptSender(shards, meters.store(), nanoTime);
    this.rejections = new RejectionLog(nanoTime);
  }

  RedisClock clock() {
    return sender.clock();
  }

  /** Returns how often recorded data may have been lost so far. */
  int disruptions() {
    return disruptions.get();
  }

  /**
   * Runs calls, except late ones, which fail. Calls that must be repeated return to their queue.
   *
   * @param partitions the partitions of the calls, which are on one master
   */
  void run(List<WaitingCall> batch, List<PartitionCalls> partitions) {
    long now = nanoTime.getAsLong();
    List<WaitingCall> calls = batch.stream().filter(call -> !call.hasFailed(now)).toList();
    if (calls.isEmpty()) {
      return;
    }
    List<Response<Object>> responses;
    try {
      responses = sender.send(calls);
    } catch (JedisException e) {
      disrupted(partitions, e);
      calls.forEach(call -> call.fail(e));
      return;
    }
    List<WaitingCall> again = new ArrayList<>();
    Set<PartitionCalls> elsewhere = new LinkedHashSet<>();
    JedisException cause = null;
    for (int i = 0; i < calls.size(); i++) {
      WaitingCall call = calls.get(i);
      JedisException failure = complete(call, responses.get(i));
      if (failure instanceof JedisNoScriptException) {
        // A promoted replica or a restarted Redis does not have the scripts.
        sender.reload();
        again.add(call);
      } else if (failure != null) {
        cause = failure;
        elsewhere.add(call.partition());
        again.add(call);
      }
    }
    if (cause != null) {
      moved(elsewhere, cause);
    }
    for (int i = again.size() - 1; i >= 0; i--) {
      again.get(i).partition().repeat(again.get(i));
    }
  }

  /** Completes a call. Returns the failure if the call must be repeated, or else null. */
  private @Nullable JedisException complete(WaitingCall call, Response<Object> response) {
    try {
      call.result().complete(response.get());
      meters.scripts().record(call.call().script(), nanoTime.getAsLong() - call.since());
      call.partition().outage().succeeded();
      return null;
    } catch (JedisException e) {
      if (e instanceof JedisNoScriptException || Shards.isElsewhere(e)) {
        return e;
      }
      rejections.log(call.call().script(), e);
      call.fail(e);
      return null;
    }
  }

  /** Looks for the masters of partitions. A partition without one pauses, and only that one. */
  private void moved(Set<PartitionCalls> partitions, JedisException cause) {
    List<Optional<HostAndPort>> masters =
        partitions.stream().map(partition -> shards.master(partition.number())).toList();
    disrupted(partitions, cause);
    int i = 0;
    for (PartitionCalls partition : partitions) {
      if (shards.master(partition.number()).equals(masters.get(i++))) {
        partition.pauseUntil(nanoTime.getAsLong() + PAUSE.toNanos());
      }
    }
  }

  /**
   * Handles a failure after which recorded data may be lost and the partitions may be on another
   * server.
   */
  void disrupted(Iterable<PartitionCalls> partitions, Throwable cause) {
    disruptions.incrementAndGet();
    for (PartitionCalls partition : partitions) {
      var unused = partition.outage().failed(cause);
    }
    sender.reconnect();
  }
}
