package io.pagenow.presence.explanation;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * What this node did since it started, for the operator's page. Works without metrics. Thread-safe.
 */
@Singleton
public final class NodeCounters {

  /** A query that takes longer is slow. */
  public static final Duration SLOW = Duration.ofMillis(200);

  private final LongAdder updates = new LongAdder();
  private final LongAdder deliveries = new LongAdder();
  private final LongAdder slowQueries = new LongAdder();

  /** Counts an update of a client. */
  public void updated() {
    updates.increment();
  }

  /** Counts a message to a client. */
  public void delivered() {
    deliveries.increment();
  }

  /** Counts a query of the user database if it was slow, or failed slowly. */
  public void queried(long nanos) {
    if (nanos > SLOW.toNanos()) {
      slowQueries.increment();
    }
  }

  public long updates() {
    return updates.sum();
  }

  public long deliveries() {
    return deliveries.sum();
  }

  public long slowQueries() {
    return slowQueries.sum();
  }
}
