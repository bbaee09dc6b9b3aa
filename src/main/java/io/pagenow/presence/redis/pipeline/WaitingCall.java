package io.pagenow.presence.redis.pipeline;

import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.redis.script.ScriptCall;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A call of a script, which waits for its result.
 *
 * @param partition the calls of the same partition
 * @param since when it was called, in the time of {@link System#nanoTime()}
 */
record WaitingCall(
    PartitionCalls partition, ScriptCall call, long since, CompletableFuture<Object> result) {

  /** A call that waited longer fails: its caller has timed out or retries. */
  private static final long MAX_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);

  WaitingCall(PartitionCalls partition, ScriptCall call, long since) {
    this(partition, call, since, new CompletableFuture<>());
  }

  /** Returns whether the call has failed. Fails it if it has waited for too long. */
  boolean hasFailed(long now) {
    if (now - since > MAX_WAIT_NANOS) {
      fail(new IllegalStateException("Waited longer than a second"));
    }
    return result.isDone();
  }

  void fail(Throwable cause) {
    result.completeExceptionally(new UnavailableException("Redis", cause));
  }
}
