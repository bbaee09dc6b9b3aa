package io.pagenow.presence.redis;

import static io.pagenow.presence.redis.script.Argument.NODE;
import static io.pagenow.presence.redis.script.Argument.USERS;

import io.pagenow.presence.cluster.subscription.Subscriptions;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.redis.blocking.BlockingScripts;
import io.pagenow.presence.redis.script.Script;
import io.pagenow.presence.redis.script.ScriptResults;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;

/** The subscriptions in Redis: the nodes of each user, in the user's partition. */
@Singleton
public final class RedisSubscriptions implements Subscriptions {

  private final BlockingScripts scripts;
  private final String node;

  @Inject
  public RedisSubscriptions(BlockingScripts scripts, Hub hub) {
    this.scripts = scripts;
    this.node = hub.node().value();
  }

  @Override
  public void subscribe(Collection<UserId> users) {
    var unused =
        scripts.about(users, some -> Script.SUBSCRIBE.call().with(NODE, node).withAll(USERS, some));
  }

  @Override
  public void unsubscribe(Collection<UserId> users) {
    var unused =
        scripts.about(
            users, some -> Script.UNSUBSCRIBE.call().with(NODE, node).withAll(USERS, some));
  }

  @Override
  public Map<UserId, Updated> current(Collection<UserId> users) {
    return ScriptResults.events(
        scripts.about(users, some -> Script.CURRENT.call().withAll(USERS, some)));
  }
}
