package io.pagenow.presence.testing;

import io.pagenow.presence.cluster.subscription.Subscriptions;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import java.util.Collection;
import java.util.Map;

/**
 * Subscriptions that forward to a target. A test overrides a method to let something happen there.
 */
public class ForwardingSubscriptions implements Subscriptions {

  private final Subscriptions target;

  public ForwardingSubscriptions(Subscriptions target) {
    this.target = target;
  }

  @Override
  public void subscribe(Collection<UserId> users) {
    target.subscribe(users);
  }

  @Override
  public void unsubscribe(Collection<UserId> users) {
    target.unsubscribe(users);
  }

  @Override
  public Map<UserId, Updated> current(Collection<UserId> users) {
    return target.current(users);
  }
}
