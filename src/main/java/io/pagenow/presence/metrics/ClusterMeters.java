package io.pagenow.presence.metrics;

import io.micrometer.core.instrument.Counter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.LongAdder;

/** Users whom this node takes offline. Thread-safe. */
@Singleton
public final class ClusterMeters {

  /** Why a user is taken offline whose client did not close the connection. */
  public enum Reason {
    /** The user was idle for {@code TIMEOUT}. */
    IDLE,
    /** The client did not reconnect within the grace period. */
    GRACE_PERIOD,
    /** The node of the last connection is dead. */
    DEAD_NODE,
    /** Another node claimed the user, and did not announce it within 30 seconds. */
    ABANDONED_CLAIM
  }

  /** The result of a sweep of idle users. */
  public enum Sweep {
    /** The sweep took all idle users offline. */
    DONE,
    /** The sweep waits, because the store had an outage. */
    POSTPONED,
    /** The store did not answer. */
    FAILED
  }

  /** Counts also if nothing else is measured. */
  private final LongAdder reapedNodes = new LongAdder();

  private final Counter reaped;
  private final KindCounters<Reason> offline;
  private final KindCounters<Sweep> sweeps;

  @Inject
  public ClusterMeters(Meters meters) {
    reaped = meters.counter("presence.dead.nodes.reaped", "Dead nodes that this node reaped");
    offline =
        new KindCounters<>(
            meters,
            "presence.users.taken.offline",
            "Users whom this node took offline",
            "reason",
            Reason.class);
    sweeps =
        new KindCounters<>(
            meters, "presence.sweeps", "Sweeps of idle users", "result", Sweep.class);
  }

  /** Returns meters that record nothing. */
  public static ClusterMeters none() {
    return new ClusterMeters(Meters.none());
  }

  /** Counts a dead node whose connections and subscriptions this node has removed. */
  public void reapedNode() {
    reapedNodes.increment();
    reaped.increment();
  }

  /** Returns the number of dead nodes that this node reaped, also without a metrics secret. */
  public long reapedNodes() {
    return reapedNodes.sum();
  }

  /** Counts users who were taken offline. */
  public void takenOffline(Reason reason, int users) {
    offline.add(reason, users);
  }

  /** Counts a sweep. */
  public void swept(Sweep result) {
    sweeps.count(result);
  }
}
