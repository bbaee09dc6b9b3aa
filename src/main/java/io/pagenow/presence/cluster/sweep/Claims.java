package io.pagenow.presence.cluster.sweep;

import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.UserId;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Claims on users whose clients did not close their connections. A claim takes its user offline in
 * the store. The node that made it must then {@linkplain #announce announce} the user.
 *
 * <p>Each claim takes a bounded number of users, and no user twice, even if all nodes claim at the
 * same time. Thread-safe, except {@link #claimOfDeadNodes}. The methods block for a bounded time,
 * and throw {@link io.pagenow.presence.model.UnavailableException} if the store does not answer.
 * The store may still have executed a failed call.
 */
public interface Claims {

  /** An idle user, whom the store has taken offline, and the connections that the user had. */
  record Idle(UserId user, List<ConnectionId> connections) {}

  /**
   * Claims users who were idle for longer than {@code TIMEOUT}. Returns an empty list if none are
   * left.
   */
  List<Idle> claimIdle();

  /** Claims users whose grace period is over. Returns an empty list if none are left. */
  List<UserId> claimAfterGrace();

  /**
   * Claims users whose last connection was on a dead node. Returns an empty list if no dead node
   * has connections. Only one thread of a node may call it at a time.
   */
  List<UserId> claimOfDeadNodes();

  /**
   * Takes over claims that were not announced within 30 seconds, because the node that made them
   * may be dead. Returns an empty list if none are left.
   */
  List<UserId> reclaim();

  /**
   * Ends the claims on users and publishes that they are offline to the <em>other</em> nodes. Skips
   * a user whom another node has announced before, or who is online again.
   *
   * @param announced gets each event, which the caller must deliver to the connections of this
   *     node; also if the claims on other users fail
   */
  void announce(Collection<UserId> users, Consumer<TimedOut> announced);
}
