package io.pagenow.presence.cluster.subscription;

import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import java.util.Collection;
import java.util.Map;

/**
 * The subscriptions of this node to the events of users, as the store has them. The store removes
 * them if the node dies.
 *
 * <p>Thread-safe. The methods block for a bounded time, and throw {@link
 * io.pagenow.presence.model.UnavailableException} if the store does not answer. The store may still
 * have executed a failed call.
 */
public interface Subscriptions {

  /** Subscribes this node to users. Existing subscriptions stay. */
  void subscribe(Collection<UserId> users);

  /** Unsubscribes this node from users. Ignores users without a subscription. */
  void unsubscribe(Collection<UserId> users);

  /**
   * Returns the latest event of each user. Users who are offline have no entry. An idle user is
   * online until the sweep takes the user offline.
   */
  Map<UserId, Updated> current(Collection<UserId> users);
}
