package io.pagenow.presence.lifecycle;

import io.pagenow.presence.cluster.Node;
import io.pagenow.presence.cluster.sweep.SteadySweep;
import io.pagenow.presence.metrics.ClusterMeters;
import io.pagenow.presence.metrics.ClusterMeters.Sweep;
import io.pagenow.presence.model.UnavailableException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.OptionalInt;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sweeps idle users, and retries until the sweep succeeds. After an outage of Redis or a jump of
 * the clock of Redis, the sweep waits while connected users look idle. A node that does not run
 * leaves the sweep to the other nodes. Not thread-safe.
 */
@Singleton
public final class IdleSweep {

  private static final Logger LOG = Logger.getLogger(IdleSweep.class.getName());

  private final SteadySweep sweep;
  private final Node node;
  private final ClusterMeters meters;
  private boolean due;
  private boolean failed;

  @Inject
  public IdleSweep(SteadySweep sweep, Node node, ClusterMeters meters) {
    this.sweep = sweep;
    this.node = node;
    this.meters = meters;
  }

  /** Sweeps now. If the sweep fails or has to wait, {@link #retry} repeats it. Does not throw. */
  void start() {
    due = true;
    retry();
  }

  /**
   * Sweeps if a sweep is due. Does not throw, because the server might cancel a timer that fails.
   */
  void retry() {
    if (!due || !node.isRunning()) {
      return;
    }
    try {
      OptionalInt users = sweep.sweepIdle();
      meters.swept(users.isPresent() ? Sweep.DONE : Sweep.POSTPONED);
      if (users.isPresent()) {
        due = false;
        failed = false;
        LOG.log(Level.FINE, "Took {0} idle users offline", users.getAsInt());
      }
    } catch (UnavailableException e) {
      meters.swept(Sweep.FAILED);
      // Warns once for each outage, not every minute.
      LOG.log(
          failed ? Level.FINE : Level.WARNING,
          "The sweep of idle users is retried every minute: {0}",
          e.detail());
      failed = true;
    } catch (Throwable e) {
      meters.swept(Sweep.FAILED);
      LOG.log(Level.SEVERE, "The sweep of idle users failed and is retried within a minute", e);
    }
  }
}
