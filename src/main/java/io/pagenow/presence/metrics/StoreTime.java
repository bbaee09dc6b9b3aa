package io.pagenow.presence.metrics;

import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time of the store, from which the versions of events come. So the age of an event does not
 * depend on the clock of this node. Thread-safe.
 */
@Singleton
public final class StoreTime {

  /** The result if the age is unknown. */
  static final long UNKNOWN = -1;

  private volatile LongSupplier micros = () -> 0;

  /**
   * Sets the clock.
   *
   * @param clock returns the time of the store in microseconds since the epoch; 0 if it is unknown
   */
  public void follow(LongSupplier clock) {
    micros = clock;
  }

  /**
   * Returns the age of an event in nanoseconds, or {@link #UNKNOWN}.
   *
   * @param version the version of the event; 0 if it is no event with a time
   */
  long ageOf(long version) {
    long now = version == 0 ? 0 : micros.getAsLong();
    return now == 0 ? UNKNOWN : TimeUnit.MICROSECONDS.toNanos(Math.max(0, now - version));
  }
}
