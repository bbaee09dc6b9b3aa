package io.pagenow.presence.cluster;

import io.pagenow.presence.cluster.Leases.Renewal;
import io.pagenow.presence.model.UnavailableException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Renews the lease of this node, restores data that the store lost, and reaps dead nodes.
 *
 * <p>{@link #renew} only renews: slow work runs on other threads. After an outage of the store, or
 * a jump of its clock, leases have expired and connected users look idle. So the node waits until
 * the other nodes and the clients could report, before it closes or sweeps anything.
 */
@Singleton
public final class NodeLease {

  private static final long LEASE_NANOS = Leases.LEASE.toNanos();

  /** Time in which the other nodes restore their data, if the store lost it. */
  private static final long OTHERS_RESTORE_NANOS = Duration.ofSeconds(5).toNanos();

  /** Time for clients to reconnect after an outage, in which they could not. */
  private static final long RECONNECT_NANOS = Duration.ofSeconds(5).toNanos();

  /** Time for a heartbeat of each client. Clients send one every minute. */
  private static final long HEARTBEATS_NANOS = Duration.ofSeconds(90).toNanos();

  private final Leases leases;
  private final Recovery recovery;
  private final OfflineSweep sweep;
  private final LongSupplier nanoTime;

  // Also the lock of the renewals, so that no renewal follows the end of the lease.
  private final StoreClocks clocks = new StoreClocks();
  private volatile boolean ended;

  private volatile long renewed;
  private volatile long unavailable;
  private volatile long steadySince;
  private volatile boolean disturbed;
  private volatile boolean lost;

  // Used only by the thread that calls recover().
  private boolean toCatchUp;
  private long restoredAt;

  @Inject
  public NodeLease(Leases leases, Recovery recovery, OfflineSweep sweep) {
    this(leases, recovery, sweep, System::nanoTime);
  }

  /**
   * Creates the lease with a clock for tests.
   *
   * @param nanoTime the clock of this node, in the time of {@link System#nanoTime()}
   */
  public NodeLease(Leases leases, Recovery recovery, OfflineSweep sweep, LongSupplier nanoTime) {
    this.leases = leases;
    this.recovery = recovery;
    this.sweep = sweep;
    this.nanoTime = nanoTime;
    this.renewed = nanoTime.getAsLong();
    this.unavailable = renewed - LEASE_NANOS;
    this.steadySince = renewed;
  }

  /**
   * Renews the lease of this node in one round trip, unless it ended. {@link #recover} handles lost
   * data that the answer reports.
   *
   * @throws UnavailableException if the store does not answer; the next call retries
   */
  public void renew() {
    synchronized (clocks) {
      if (!ended) {
        long sent = nanoTime.getAsLong();
        Renewal renewal = askStore();
        accept(renewal, sent);
      }
    }
  }

  private Renewal askStore() {
    try {
      return leases.renew();
    } catch (UnavailableException e) {
      unavailable = nanoTime.getAsLong();
      throw e;
    }
  }

  private void accept(Renewal renewal, long sent) {
    long now = nanoTime.getAsLong();
    boolean jumped = clocks.haveJumped(renewal.clocks(), sent, now);
    if (jumped || now - renewed > LEASE_NANOS / 2) {
      steadySince = now;
      disturbed = true;
    }
    renewed = now;
    if (!renewal.known()) {
      lost = true;
    }
  }

  /**
   * Restores the data of this node if a renewal reported that the store may have lost it. Five
   * seconds later, delivers the events that this node missed. Only one thread may call it at a
   * time.
   *
   * @throws UnavailableException if the store does not answer; the next call starts over
   */
  public void recover() {
    if (lost && !ended) {
      lost = false;
      try {
        recovery.restore();
      } catch (Throwable e) {
        lost = true;
        throw e;
      }
      restoredAt = nanoTime.getAsLong();
      toCatchUp = true;
    } else if (toCatchUp && nanoTime.getAsLong() - restoredAt >= OTHERS_RESTORE_NANOS) {
      recovery.catchUp();
      toCatchUp = false;
    }
    recovery.catchUpIfMissed();
  }

  /**
   * Ends the lease: nothing renews it until {@link #resume}.
   *
   * @param clean whether the store has no connection of this node any more. If not, the lease stays
   *     until it expires, so that other nodes close the remaining connections.
   * @throws UnavailableException if the store does not answer; the lease then expires
   */
  public void end(boolean clean) {
    synchronized (clocks) {
      ended = true;
      if (clean) {
        leases.end();
      }
    }
  }

  /** Allows renewals again, if the lease ended. */
  public void resume() {
    ended = false;
  }

  /**
   * Returns the problem if the lease has expired for another reason than an outage of the store. An
   * outage is no fault of this node, and affects all nodes alike.
   */
  public Optional<String> trouble() {
    long now = nanoTime.getAsLong();
    long age = now - renewed;
    boolean excused = ended || now - unavailable < LEASE_NANOS;
    return age <= LEASE_NANOS || excused
        ? Optional.empty()
        : Optional.of("not renewed for " + TimeUnit.NANOSECONDS.toSeconds(age) + " s");
  }

  /**
   * Takes users offline who did not reconnect within the grace period. Blocks.
   *
   * @throws UnavailableException if the store does not answer; the next call continues
   */
  public void endGracePeriods() {
    if (steadyFor(RECONNECT_NANOS)) {
      sweep.endGracePeriods();
    }
  }

  /**
   * Closes the connections of dead nodes, and announces the users whom those nodes claimed but did
   * not announce. Blocks.
   *
   * @throws UnavailableException if a store does not answer; the next call continues
   */
  public void reapDeadNodes() {
    // Renew first, because the clock of the store may have jumped after the last renewal.
    renew();
    if (steadyFor(LEASE_NANOS)) {
      sweep.reapDeadNodes();
      sweep.announceAbandonedClaims();
    }
  }

  /**
   * Returns whether connected users may look idle, because the store had an outage or its clock
   * jumped within the last 90 seconds. The next renewal detects a jump.
   */
  public boolean isRecovering() {
    return disturbed && !steadyFor(HEARTBEATS_NANOS);
  }

  private boolean steadyFor(long nanos) {
    return nanoTime.getAsLong() - steadySince > nanos;
  }
}
