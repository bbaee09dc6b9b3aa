package io.pagenow.presence.cluster.subscription;

import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Remembers that this node may have missed events of other nodes: they were trimmed from its inbox
 * before it read them, or lost with a connection to a channel. The loop that restores lost data
 * then also reads the current events. Thread-safe.
 */
@Singleton
public final class MissedEvents {

  private final AtomicBoolean missed = new AtomicBoolean();
  private final AtomicLong reports = new AtomicLong();

  /** Reports that events were missed. Returns at once. */
  public void report() {
    missed.set(true);
    reports.incrementAndGet();
  }

  /** Returns the number of reports so far. */
  long reports() {
    return reports.get();
  }

  /** Returns whether events were missed and not delivered yet. */
  public boolean isReported() {
    return missed.get();
  }

  /**
   * Runs the action if events were missed since its last success. If it fails, the next call runs
   * it again.
   */
  void ifReported(Runnable action) {
    if (missed.getAndSet(false)) {
      try {
        action.run();
      } catch (Throwable e) {
        missed.set(true);
        throw e;
      }
    }
  }
}
