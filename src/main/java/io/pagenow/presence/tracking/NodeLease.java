package io.pagenow.presence.tracking;

import io.pagenow.presence.model.UnavailableException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Says every few seconds that this node is alive, and looks after those that are not.
 *
 * <p>A node that was given up, or whose store lost its data, puts back what it holds, and a moment
 * later finds out what it missed. After an outage of the store nothing is what it seems: leases ran
 * out, and users who are here look idle. So a node waits for the others, and for their clients,
 * before it gives anybody up.
 */
@Singleton
public final class NodeLease {

  private static final long LEASE_NANOS = PresenceStore.LEASE.toNanos();

  /** Where the store lost its data, the other nodes put back what they hold within this time. */
  private static final long OTHERS_RESTORE_NANOS = Duration.ofSeconds(5).toNanos();

  /** After an outage nobody could come back for a while. */
  private static final long RECONNECT_NANOS = Duration.ofSeconds(5).toNanos();

  /** Clients say every minute that they are here. */
  private static final long HEARTBEATS_NANOS = Duration.ofSeconds(90).toNanos();

  private final PresenceStore store;
  private final Recovery recovery;
  private final Sweep sweep;
  private final LongSupplier nanoTime;

  // Of the thread that renews.
  private boolean toPutBack;
  private boolean toCatchUp;
  private long renewed;
  private long putBackAt;

  private volatile long steadySince;
  private volatile boolean recovering;

  @Inject
  public NodeLease(PresenceStore store, Recovery recovery, Sweep sweep) {
    this(store, recovery, sweep, System::nanoTime);
  }

  /**
   * @param nanoTime this node's clock, as {@link System#nanoTime()}
   */
  public NodeLease(PresenceStore store, Recovery recovery, Sweep sweep, LongSupplier nanoTime) {
    this.store = store;
    this.recovery = recovery;
    this.sweep = sweep;
    this.nanoTime = nanoTime;
    this.renewed = nanoTime.getAsLong();
    this.steadySince = renewed;
  }

  /**
   * Renews the lease of this node. Not for use by two threads at a time.
   *
   * @throws UnavailableException where the store does not answer; the next round goes on
   */
  public void renew() {
    boolean knownStill = Stages.await(store.renewLease());
    long now = nanoTime.getAsLong();
    if (now - renewed > LEASE_NANOS / 2) {
      steadySince = now;
      recovering = true;
    }
    renewed = now;
    toPutBack |= !knownStill;
    if (toPutBack) {
      recovery.putBack();
      putBackAt = now;
      toPutBack = false;
      toCatchUp = true;
    } else if (toCatchUp && now - putBackAt >= OTHERS_RESTORE_NANOS) {
      recovery.catchUp();
      toCatchUp = false;
    }
    recovery.catchUpIfMissed();
  }

  /**
   * Takes users offline who did not come back in their grace.
   *
   * @throws UnavailableException where the store does not answer; the next round goes on
   */
  public void endGraces() {
    if (steadyFor(RECONNECT_NANOS)) {
      sweep.departed();
    }
  }

  /**
   * Takes the users of dead nodes offline, and announces whom they left unannounced.
   *
   * @throws UnavailableException where a store does not answer; the next round goes on
   */
  public void lookAfterOthers() {
    if (steadyFor(LEASE_NANOS)) {
      sweep.orphans();
      sweep.abandoned();
    }
  }

  /**
   * Whether there was an outage of the store so lately that users who are here may look idle: their
   * clients say every minute that they are not.
   */
  public boolean isRecovering() {
    if (recovering && steadyFor(HEARTBEATS_NANOS)) {
      recovering = false;
    }
    return recovering;
  }

  private boolean steadyFor(long nanos) {
    return nanoTime.getAsLong() - steadySince > nanos;
  }
}
