package io.pagenow.presence.redis.pipeline;

import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.redis.script.ScriptCall;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A call of a script, which waits for its result.
 *
 * @param since when it was called, in the time of {@link System#nanoTime()}
 */
record WaitingCall(ScriptCall call, long since, CompletableFuture<Object> result) {

  /** A call that waited longer fails: its caller has timed out or retries. */
  private static final long MAX_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);

  WaitingCall(ScriptCall call, long since) {
    this(call, since, new CompletableFuture<>());
  }

  boolean isLate(long now) {
    return now - since > MAX_WAIT_NANOS;
  }

  void fail(Throwable cause) {
    result.completeExceptionally(new UnavailableException("Redis", cause));
  }
}
