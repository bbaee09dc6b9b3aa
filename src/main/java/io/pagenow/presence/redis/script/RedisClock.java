package io.pagenow.presence.redis.script;

import java.util.concurrent.TimeUnit;

/**
 * The clock of a Redis, as this node estimates it from answers to {@code TIME}. Written by one
 * thread, read by any.
 *
 * <p>An answer was given between its request and its arrival, so the estimate is wrong by half of
 * that at most, and by a little more as it gets older. A more exact answer replaces it, and so does
 * one that contradicts it: then the clock of Redis was set, or another Redis answers.
 */
final class RedisClock {

  /** By how much clocks drift apart, at most: far more than crystals do. */
  private static final double DRIFT = 0.001;

  /** Zero while nothing is known. */
  private volatile long nanosAhead;

  // Of the thread that writes.
  private long error;
  private long takenAt;

  /**
   * The time of Redis in microseconds since the epoch at a moment of this node; 0 while unknown.
   *
   * @param nanoTime the moment, as {@link System#nanoTime()}
   */
  long micros(long nanoTime) {
    long ahead = nanosAhead;
    return ahead == 0 ? 0 : TimeUnit.NANOSECONDS.toMicros(nanoTime + ahead);
  }

  /**
   * Takes an answer into account.
   *
   * @param sent when the request was sent, as {@link System#nanoTime()}
   * @param received when the answer was there
   * @param micros the answer
   */
  void accept(long sent, long received, long micros) {
    long nanos = TimeUnit.MICROSECONDS.toNanos(micros);
    long most = nanos - sent;
    long least = nanos - received;
    long ahead = least + (most - least) / 2;
    long newError = (most - least) / 2;
    long oldError = error + (long) (DRIFT * (received - takenAt));
    boolean contradicts = Math.abs(ahead - nanosAhead) > oldError + newError;
    if (contradicts || newError <= oldError) {
      nanosAhead = ahead;
      error = newError;
      takenAt = received;
    }
  }
}
