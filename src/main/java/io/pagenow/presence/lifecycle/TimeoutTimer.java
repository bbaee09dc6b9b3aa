package io.pagenow.presence.lifecycle;

import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Sweeps idle users every three minutes on every node. The nodes share the work. */
@Singleton
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@SuppressWarnings("NullAway.Init") // The container injects.
public class TimeoutTimer {

  @Inject private IdleSweep sweep;

  @Schedule(hour = "*", minute = "*/3", persistent = false)
  public void sweep() {
    sweep.start();
  }

  /** Sweeps if the last sweep had to wait or failed. */
  @Schedule(hour = "*", minute = "*", second = "30", persistent = false)
  public void sweepWhatIsDue() {
    sweep.retry();
  }
}
