package io.pagenow.presence.cluster;

import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Remembers that events of other nodes were trimmed before this node read them. The thread that
 * renews the lease then has the node catch up. Thread-safe.
 */
@Singleton
public final class MissedEvents {

  private final AtomicBoolean missed = new AtomicBoolean();

  /** Events were missed. Returns at once. */
  public void report() {
    missed.set(true);
  }

  /** Runs the action if events were missed since the last one that succeeded. */
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
