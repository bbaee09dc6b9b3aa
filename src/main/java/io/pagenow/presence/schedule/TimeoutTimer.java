package io.pagenow.presence.schedule;

import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.tracking.NodeLease;
import io.pagenow.presence.tracking.Sweep;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Sweeps idle users every three minutes, on every node: they share the work. */
@Singleton
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@SuppressWarnings("NullAway.Init") // The container injects.
public class TimeoutTimer {

  private static final Logger LOG = Logger.getLogger(TimeoutTimer.class.getName());

  @Inject private Sweep sweep;
  @Inject private NodeLease lease;

  private boolean due;

  @Schedule(hour = "*", minute = "*/3", persistent = false)
  public void sweep() {
    due = true;
    sweepWhatIsDue();
  }

  /** A sweep is put off where an outage of Redis is so recent that users who are here look idle. */
  @Schedule(hour = "*", minute = "*", second = "30", persistent = false)
  public void sweepWhatIsDue() {
    if (!due || lease.isRecovering()) {
      return;
    }
    due = false;
    try {
      int users = sweep.idle();
      LOG.log(Level.FINE, "Took {0} idle users offline", users);
    } catch (UnavailableException e) {
      LOG.log(Level.WARNING, "The sweep stopped: {0}; the next one goes on", e.detail());
    }
  }
}
