package io.pagenow.presence.redis;

import java.util.concurrent.TimeUnit;

/**
 * The clock of a Redis, as this node estimates it from answers to {@code TIME}. Written by one
 * thread, read by any.
 *
 * <p>An answer was given between its request and its arrival, so the estimate is wrong by half of
 * that at most. The answer with the shortest round trip is kept for some seconds. One that
 * contradicts the estimate replaces it at once: the clock of Redis was set, or another Redis
 * answers.
 */
final class RedisClock {

  /** Clocks drift apart by some ten microseconds a second. */
  private static final long MAX_AGE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Zero while nothing is known. */
  private volatile long nanosAhead;

  // Of the thread that writes.
  private long roundTripNanos;
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
    boolean possible = least <= nanosAhead && nanosAhead <= most;
    boolean better = received - sent <= roundTripNanos;
    if (!possible || better || received - takenAt > MAX_AGE_NANOS) {
      nanosAhead = least + (most - least) / 2;
      roundTripNanos = received - sent;
      takenAt = received;
    }
  }
}
