package io.pagenow.presence.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Runs scripts that only read. Thread-safe.
 *
 * @param shards where
 */
record Reads(Shards shards, Partitions partitions) {

  /** A failure that took longer is no stale connection, and no time is left to try again. */
  private static final long AT_ONCE = TimeUnit.MILLISECONDS.toNanos(100);

  /** A script with its arguments. */
  record Call(Script script, List<String> arguments) {}

  /**
   * Runs scripts on a partition in one round trip, where Redis does not have to be taught them.
   *
   * @return what each returned: a string, a {@link Long}, a list of such, or null
   * @throws redis.clients.jedis.exceptions.JedisException where Redis cannot be asked or refuses
   */
  List<Object> run(int partition, Call... calls) {
    long start = System.nanoTime();
    try {
      return runKnown(partition, calls);
    } catch (JedisException e) {
      boolean mayBeStale = e instanceof JedisConnectionException || Shards.isElsewhere(e);
      if (!mayBeStale || System.nanoTime() - start > AT_ONCE) {
        throw e;
      }
      // A pooled connection that Redis closed while it was idle, and so are the others, probably;
      // or
      // one to where the partition was before.
      shards.lookAgain();
      return runKnown(partition, calls);
    }
  }

  private List<Object> runKnown(int partition, Call... calls) {
    try {
      return send(partition, false, calls);
    } catch (JedisNoScriptException e) {
      return send(partition, true, calls);
    }
  }

  private List<Object> send(int partition, boolean withText, Call... calls) {
    List<String> keys = partitions.keys(partition);
    List<Response<Object>> responses = new ArrayList<>(calls.length);
    try (Pipeline pipeline = shards.pipeline(partition)) {
      for (Call call : calls) {
        responses.add(
            withText
                ? pipeline.eval(call.script().text(), keys, call.arguments())
                : pipeline.evalsha(call.script().sha1(), keys, call.arguments()));
      }
      pipeline.sync();
    }
    List<Object> results = new ArrayList<>(calls.length);
    responses.forEach(response -> results.add(response.get()));
    return results;
  }
}
