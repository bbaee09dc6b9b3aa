package io.pagenow.presence.redis.connection;

import java.util.concurrent.TimeUnit;

/**
 * An estimate of the clock of Redis, from answers to {@code TIME}. One thread writes it, any thread
 * reads it.
 *
 * <p>Redis answered between the request and the arrival of the answer. So the estimate is wrong by
 * at most half of that time, and a little more as it gets older. A more exact answer replaces the
 * estimate. So does one that contradicts it: then the clock of Redis was set, or another Redis
 * answered.
 */
public final class RedisClock {

  /** The maximum drift of the clocks: far more than the drift of real crystals. */
  private static final double DRIFT = 0.001;

  /** The difference between both clocks; zero until the first answer. */
  private volatile long nanosAhead;

  // Used only by the thread that writes.
  private long error;
  private long takenAt;

  /**
   * Returns the time of Redis in microseconds since the epoch; 0 before the first answer.
   *
   * @param nanoTime the moment, in the time of {@link System#nanoTime()}
   */
  public long micros(long nanoTime) {
    long ahead = nanosAhead;
    return ahead == 0 ? 0 : TimeUnit.NANOSECONDS.toMicros(nanoTime + ahead);
  }

  /**
   * Updates the estimate with an answer.
   *
   * @param sent when the request was sent, in the time of {@link System#nanoTime()}
   * @param received when the answer arrived, in the same time
   * @param micros the time of Redis in the answer, in microseconds since the epoch
   */
  public void accept(long sent, long received, long micros) {
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
