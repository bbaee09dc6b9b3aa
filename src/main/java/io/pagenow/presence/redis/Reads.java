package io.pagenow.presence.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Runs scripts that only read, on the connections of one pool. Thread-safe.
 *
 * @param redis the pool
 */
record Reads(RedisClient redis) {

  /** A failure that took longer is no stale connection, and no time is left to try again. */
  private static final long AT_ONCE = TimeUnit.MILLISECONDS.toNanos(100);

  /** A script with its arguments. */
  record Call(Script script, List<String> arguments) {}

  /**
   * Runs scripts in one round trip, where Redis does not have to be taught them.
   *
   * @return what each returned: a string, a {@link Long}, a list of such, or null
   * @throws redis.clients.jedis.exceptions.JedisException where Redis cannot be asked or refuses
   */
  List<Object> run(Call... calls) {
    long start = System.nanoTime();
    try {
      return runKnown(calls);
    } catch (JedisConnectionException e) {
      if (System.nanoTime() - start > AT_ONCE) {
        throw e;
      }
      // A pooled connection that Redis closed while it was idle; so are the others, probably.
      redis.getPool().clear();
      return runKnown(calls);
    }
  }

  private List<Object> runKnown(Call... calls) {
    try {
      return send(false, calls);
    } catch (JedisNoScriptException e) {
      return send(true, calls);
    }
  }

  private List<Object> send(boolean withText, Call... calls) {
    List<Response<Object>> responses = new ArrayList<>(calls.length);
    try (Pipeline pipeline = redis.pipelined()) {
      for (Call call : calls) {
        responses.add(
            withText
                ? pipeline.eval(call.script().text(), Keys.ALL, call.arguments())
                : pipeline.evalsha(call.script().sha1(), Keys.ALL, call.arguments()));
      }
      pipeline.sync();
    }
    List<Object> results = new ArrayList<>(calls.length);
    responses.forEach(response -> results.add(response.get()));
    return results;
  }
}
