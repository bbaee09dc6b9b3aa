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

  @Inject Sweep sweep;
  @Inject NodeLease lease;

  private boolean due;
  private boolean putOff;

  @Schedule(hour = "*", minute = "*/3", persistent = false)
  public void sweep() {
    due = true;
    sweepWhatIsDue();
  }

  /**
   * Sweeps if the last sweep was put off. Shortly after an outage of Redis, or a jump of its clock,
   * connected users look idle.
   */
  @Schedule(hour = "*", minute = "*", second = "30", persistent = false)
  public void sweepWhatIsDue() {
    if (!due) {
      return;
    }
    try {
      // Right before the sweep, since the clock may have jumped after the last renewal.
      lease.renew();
      if (lease.isRecovering()) {
        return;
      }
      int users = sweep.idle();
      due = false;
      putOff = false;
      LOG.log(Level.FINE, "Took {0} idle users offline", users);
    } catch (UnavailableException e) {
      Level level = putOff ? Level.FINE : Level.WARNING;
      putOff = true;
      LOG.log(level, "The sweep waits: {0}; it is tried again every minute", e.detail());
    } catch (Throwable e) {
      // The server might cancel a timer whose method throws.
      LOG.log(Level.SEVERE, "The sweep failed; it is tried again within a minute", e);
    }
  }
}
