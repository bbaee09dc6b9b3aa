package io.pagenow.presence.redis.explanation;

import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.connection.Pool;
import io.pagenow.presence.redis.connection.Shards;
import io.pagenow.presence.redis.script.ScriptCall;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Runs scripts that only read, on connections for reads. So many queries delay no message. At most
 * four run at a time, so that they leave connections to the snapshots. Thread-safe.
 */
@Singleton
public class QueryScripts {

  private static final int CONCURRENT = 4;
  private static final long WAIT_MILLIS = 1_000;

  /** A late query does no harm, so it carries no time of sending. */
  private static final long NEVER_LATE = 0;

  private final Shards shards;
  private final Partitions partitions;
  private final Semaphore permits = new Semaphore(CONCURRENT, true);

  @Inject
  public QueryScripts(@Pool(Pool.For.READS) Shards shards, Partitions partitions) {
    this.shards = shards;
    this.partitions = partitions;
  }

  /**
   * Runs a script on the primary of a partition. Blocks.
   *
   * @return a string, a {@link Long}, or a list of these
   * @throws UnavailableException if Redis does not answer, or too many queries run
   */
  Object run(int partition, ScriptCall call) {
    enter();
    try {
      return shards.repeatable(partition, redis -> run(redis, partition, call));
    } finally {
      permits.release();
    }
  }

  private void enter() {
    try {
      if (permits.tryAcquire(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw UnavailableException.because("Too many queries at a time");
  }

  private Object run(Pipeline redis, int partition, ScriptCall call) {
    Response<Object> answer =
        redis.evalsha(call.script().sha1(), partitions.keys(partition), call.arguments(NEVER_LATE));
    redis.sync();
    try {
      return answer.get();
    } catch (JedisNoScriptException e) {
      Response<Object> again =
          redis.eval(call.script().text(), partitions.keys(partition), call.arguments(NEVER_LATE));
      redis.sync();
      return again.get();
    }
  }
}
