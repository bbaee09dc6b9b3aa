package io.pagenow.presence.cluster;

import java.time.Duration;
import java.util.List;

/**
 * The leases by which nodes prove that they are alive. A node whose lease expired is dead, and the
 * other nodes close its connections.
 *
 * <p>The methods block for a bounded time, and throw {@link
 * io.pagenow.presence.model.UnavailableException} if the store does not answer. They share no
 * thread and no connection with the other ports, so that nothing there delays a renewal. Only one
 * thread may use them at a time.
 */
public interface Leases {

  /** The time after which a node is dead unless it renews its lease. */
  Duration LEASE = Duration.ofSeconds(15);

  /**
   * The result of a renewal.
   *
   * @param known whether the store still has all data that this node recorded, as far as it can
   *     tell. False for a new or expired lease, and after a lost answer
   * @param clocks the time of each part of the store, in milliseconds since the epoch
   */
  record Renewal(boolean known, List<Long> clocks) {}

  /** Renews the lease of this node for {@link #LEASE}. */
  Renewal renew();

  /**
   * Removes the lease of this node, which must have no connections and no subscriptions any more.
   */
  void end();
}
