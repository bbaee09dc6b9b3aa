package io.pagenow.presence.cluster;

import io.pagenow.presence.presence.PresenceStore;
import java.util.List;

/**
 * The leases by which nodes prove that they are alive. A node whose lease expired is dead, and the
 * other nodes close its connections.
 *
 * <p>The methods block for a bounded time, and throw {@link
 * io.pagenow.presence.model.UnavailableException} if the store does not answer. They use no thread
 * and no connection of {@link PresenceStore}, so that nothing there delays a renewal. Not for use
 * by two threads at a time.
 */
public interface Leases {

  /**
   * A lease that was renewed.
   *
   * @param known whether the store still has all that this node recorded, as far as it can tell.
   *     False for a new or expired lease, and after a lost answer
   * @param clocks the time of each part of the store, in milliseconds since the epoch
   */
  record Renewal(boolean known, List<Long> clocks) {}

  /** Renews the lease of this node for {@link PresenceStore#LEASE}. */
  Renewal renew();

  /** Removes the lease of this node, which has no connections and no subscriptions any more. */
  void end();
}
