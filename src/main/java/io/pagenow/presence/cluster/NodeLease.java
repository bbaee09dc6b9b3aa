package io.pagenow.presence.cluster;

import io.pagenow.presence.cluster.Leases.Renewal;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.presence.PresenceStore;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Keeps the lease of this node, restores what the store lost, and cleans up after dead nodes.
 *
 * <p>{@link #renew} only renews: what takes long is for other threads. After an outage of the
 * store, or a jump of its clock, leases have expired and connected users look idle. So a node gives
 * the other nodes and the clients time to report before it closes or sweeps anything.
 */
@Singleton
public final class NodeLease {

  private static final long LEASE_NANOS = PresenceStore.LEASE.toNanos();

  /** If the store lost its data, the other nodes restore theirs within this time. */
  private static final long OTHERS_RESTORE_NANOS = Duration.ofSeconds(5).toNanos();

  /** During an outage no client could reconnect. */
  private static final long RECONNECT_NANOS = Duration.ofSeconds(5).toNanos();

  /** Clients send a heartbeat every minute. */
  private static final long HEARTBEATS_NANOS = Duration.ofSeconds(90).toNanos();

  private final Leases leases;
  private final Recovery recovery;
  private final OfflineSweep sweep;
  private final LongSupplier nanoTime;

  // Guarded by the clocks: so no renewal follows the end of the lease.
  private final StoreClocks clocks = new StoreClocks();
  private volatile boolean ended;

  private volatile long renewed;
  private volatile long unavailable;
  private volatile long steadySince;
  private volatile boolean disturbed;
  private volatile boolean lost;

  // Of the thread that recovers.
  private boolean toCatchUp;
  private long restoredAt;

  @Inject
  public NodeLease(Leases leases, Recovery recovery, OfflineSweep sweep) {
    this(leases, recovery, sweep, System::nanoTime);
  }

  /**
   * @param nanoTime this node's clock, like {@link System#nanoTime()}
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
   * Renews the lease of this node in one round trip, unless it ended. {@link #recover} does what
   * the answer calls for.
   *
   * @throws UnavailableException if the store does not answer; the next round retries
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
   * Restores what the store may have lost since a renewal reported so, and some seconds later
   * delivers what this node missed. Not for use by two threads at a time.
   *
   * @throws UnavailableException if the store does not answer; the next round starts over
   */
  public void recover() {
    if (lost && !ended) {
      lost = false;
      try {
        recovery.putBack();
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
   * @param clean whether the store has no connection of this node any more. Otherwise the lease
   *     stays until it expires, so that other nodes close what is left.
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

  /** Renews the lease again from now on, if it ended. */
  public void resume() {
    ended = false;
  }

  /**
   * Returns what is wrong with the lease: it has expired, and not because the store does not
   * answer. An outage of the store is no fault of this node, and hits all nodes alike.
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
   * Takes users offline who did not reconnect within the grace period.
   *
   * @throws UnavailableException if the store does not answer; the next round continues
   */
  public void endGraces() {
    if (steadyFor(RECONNECT_NANOS)) {
      sweep.departed();
    }
  }

  /**
   * Closes the connections of dead nodes, and announces the users whom those nodes had swept.
   *
   * @throws UnavailableException if a store does not answer; the next round continues
   */
  public void lookAfterOthers() {
    // Right before, since the clock of the store may have jumped after the last renewal.
    renew();
    if (steadyFor(LEASE_NANOS)) {
      sweep.orphans();
      sweep.abandoned();
    }
  }

  /**
   * Returns whether connected users may look idle, because the store had an outage or its clock
   * jumped within the last 90 seconds. A jump shows with the next renewal.
   */
  public boolean isRecovering() {
    return disturbed && !steadyFor(HEARTBEATS_NANOS);
  }

  private boolean steadyFor(long nanos) {
    return nanoTime.getAsLong() - steadySince > nanos;
  }
}
