package io.pagenow.presence.redis;

import io.pagenow.presence.cluster.subscription.Subscriptions;
import io.pagenow.presence.config.Settings;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.redis.script.BlockingScripts;
import io.pagenow.presence.redis.script.Script;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;

/** The subscriptions in Redis: the nodes of each user, in the user's partition. */
@Singleton
public final class RedisSubscriptions implements Subscriptions {

  private final BlockingScripts scripts;
  private final String node;
  private final String timeout;

  @Inject
  public RedisSubscriptions(BlockingScripts scripts, Hub hub, Settings settings) {
    this.scripts = scripts;
    this.node = hub.node().value();
    this.timeout = String.valueOf(settings.timeout().toMillis());
  }

  @Override
  public void subscribe(Collection<UserId> users) {
    var unused = scripts.about(users, Script.SUBSCRIBE, node);
  }

  @Override
  public void unsubscribe(Collection<UserId> users) {
    var unused = scripts.about(users, Script.UNSUBSCRIBE, node);
  }

  @Override
  public Map<UserId, Updated> current(Collection<UserId> users) {
    return ScriptResults.events(scripts.about(users, Script.CURRENT, timeout));
  }
}
