package io.pagenow.presence.redis.pipeline;

import io.pagenow.presence.metrics.StoreMeters;
import io.pagenow.presence.redis.connection.RedisClock;
import io.pagenow.presence.redis.connection.RedisTime;
import io.pagenow.presence.redis.connection.Shards;
import io.pagenow.presence.redis.script.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisException;

/** Sends calls to one Redis, many in one round trip. Not thread-safe, except {@link #clock}. */
final class ScriptSender {

  private final Shards shards;
  private final LongSupplier nanoTime;
  private final StoreMeters meters;
  private final RedisClock clock = new RedisClock();

  /** The master that has the scripts. */
  private @Nullable HostAndPort loaded;

  ScriptSender(Shards shards, StoreMeters meters, LongSupplier nanoTime) {
    this.shards = shards;
    this.meters = meters;
    this.nanoTime = nanoTime;
  }

  /** Returns the clock of this Redis, which each round trip updates. */
  RedisClock clock() {
    return clock;
  }

  /**
   * Runs calls in one round trip, or in two if the scripts must be loaded. Blocks.
   *
   * @param calls one or more, whose partitions are on the same master
   * @return the responses, in the order of the calls
   * @throws JedisException if Redis does not answer. It is unknown which calls it has executed
   */
  List<Response<Object>> send(List<WaitingCall> calls) {
    long start = nanoTime.getAsLong();
    boolean answered = false;
    try {
      List<Response<Object>> responses = exchange(calls);
      answered = true;
      return responses;
    } finally {
      meters.roundTrip(nanoTime.getAsLong() - start, answered);
    }
  }

  private List<Response<Object>> exchange(List<WaitingCall> calls) {
    List<Response<Object>> responses = new ArrayList<>(calls.size());
    PartitionCalls first = calls.get(0).partition();
    try (Pipeline pipeline = shards.pipeline(first.number())) {
      HostAndPort master = shards.master(first.number()).orElse(null);
      if (loaded == null || !loaded.equals(master)) {
        // Loads the scripts before the calls, so that no call overtakes one of the same connection
        // whose script is missing. This round trip also reads the clock of this Redis, for the time
        // of sending.
        for (Script script : Script.values()) {
          pipeline.scriptLoad(script.text(), first.keys().get(0));
        }
        synchronize(pipeline);
        loaded = master;
      }
      long sent = clock.micros(nanoTime.getAsLong());
      for (WaitingCall call : calls) {
        String sha1 = call.call().script().sha1();
        responses.add(pipeline.evalsha(sha1, call.partition().keys(), call.call().arguments(sent)));
      }
      synchronize(pipeline);
    }
    return responses;
  }

  /** Sends the commands of the pipeline, and updates the clock. */
  private void synchronize(Pipeline pipeline) {
    Response<Object> time = pipeline.sendCommand(Command.TIME, new String[0]);
    long sent = nanoTime.getAsLong();
    pipeline.sync();
    clock.accept(sent, nanoTime.getAsLong(), RedisTime.micros(time.get()));
  }

  /** Loads the scripts again before the next calls. */
  void reload() {
    loaded = null;
  }

  /** Connects again before the next calls, in case a partition is on another server. */
  void reconnect() {
    loaded = null;
    shards.rediscover();
  }
}
