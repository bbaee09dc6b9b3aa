package io.pagenow.presence.testing;

import io.pagenow.presence.cluster.Leases;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The leases of a real store whose clock a test moves: the store itself continues, but reports a
 * shifted time.
 */
final class ShiftedLeases implements Leases {

  private final Leases leases;
  private final AtomicLong millis = new AtomicLong();
  private volatile Runnable before = () -> {};

  ShiftedLeases(Leases leases) {
    this.leases = leases;
  }

  void shift(Duration time) {
    millis.addAndGet(time.toMillis());
  }

  /** Runs an action before each renewal; it may throw to simulate a failed renewal. */
  void beforeRenewals(Runnable action) {
    before = action;
  }

  @Override
  public Renewal renew() {
    before.run();
    Renewal renewal = leases.renew();
    return new Renewal(
        renewal.known(), renewal.clocks().stream().map(clock -> clock + millis.get()).toList());
  }

  @Override
  public void end() {
    leases.end();
  }
}
