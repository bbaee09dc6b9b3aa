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
 * The lease of this node. Its renewals also show whether the store lost data, had an outage or set
 * its clock. Thread-safe.
 */
@Singleton
public final class NodeLease {

  private static final long LEASE_NANOS = Leases.LEASE.toNanos();

  /** Time for a heartbeat of each client. Clients send one every minute. */
  private static final Duration HEARTBEATS = Duration.ofSeconds(90);

  private final Leases leases;
  private final LongSupplier nanoTime;

  // Also the lock of the renewals, so that no renewal follows the end of the lease.
  private final StoreClocks clocks = new StoreClocks();
  private volatile boolean ended;

  private volatile long renewed;
  private volatile long confirmed;
  private volatile long unavailable;
  private volatile long steadySince;
  private volatile boolean disturbed;
  private volatile boolean lost;

  @Inject
  public NodeLease(Leases leases) {
    this(leases, System::nanoTime);
  }

  /**
   * Creates the lease with a clock for tests.
   *
   * @param nanoTime the clock of this node, in the time of {@link System#nanoTime()}
   */
  public NodeLease(Leases leases, LongSupplier nanoTime) {
    this.leases = leases;
    this.nanoTime = nanoTime;
    this.renewed = nanoTime.getAsLong();
    this.confirmed = renewed;
    this.unavailable = renewed - LEASE_NANOS;
    this.steadySince = renewed;
  }

  /**
   * Renews the lease of this node in one round trip, unless it ended. Does nothing else: {@link
   * Recovery} handles lost data that the answer reports. Blocks.
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
    if (renewal.known()) {
      confirmed = sent;
    } else {
      lost = true;
    }
  }

  /**
   * Runs an action if a renewal reported that the store may have lost data of this node since the
   * last success of the action, unless the lease ended. If the action fails, the next call runs it
   * again. Only one thread may call it at a time.
   *
   * @return whether the action ran
   */
  boolean ifDataLost(Runnable action) {
    if (!lost || ended) {
      return false;
    }
    lost = false;
    try {
      action.run();
    } catch (Throwable e) {
      lost = true;
      throw e;
    }
    return true;
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

  /** Returns the time since the last renewal. */
  public Duration age() {
    return Duration.ofNanos(nanoTime.getAsLong() - renewed);
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
   * Returns whether the store had no outage, and its clock no jump, for longer than the given time,
   * as far as this node knows since it started. The next renewal detects a jump.
   */
  public boolean isSteadyFor(Duration time) {
    return nanoTime.getAsLong() - steadySince > time.toNanos();
  }

  /**
   * Returns whether this node reaches the store, and the store has lost none of its data, as far as
   * this node knows.
   */
  boolean isIntact() {
    return !lost && nanoTime.getAsLong() - renewed < LEASE_NANOS / 2;
  }

  /** Returns whether a renewal that was sent after a moment found the data of this node. */
  boolean isIntactAfter(long moment) {
    return !lost && confirmed - moment > 0;
  }

  /**
   * Returns whether connected users may look idle, because the store had an outage or its clock
   * jumped within the last 90 seconds. The next renewal detects a jump.
   */
  public boolean isRecovering() {
    return disturbed && !isSteadyFor(HEARTBEATS);
  }
}
