package io.pagenow.presence.redis;

import static io.pagenow.presence.redis.script.Argument.CONNECTION;
import static io.pagenow.presence.redis.script.Argument.INVISIBLE_SINCE;
import static io.pagenow.presence.redis.script.Argument.NODE;
import static io.pagenow.presence.redis.script.Argument.USER;
import static io.pagenow.presence.redis.script.Argument.VISIBILITY;

import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.delivery.event.LatestEvents;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.model.Visibility;
import io.pagenow.presence.presence.VisibilityStore;
import io.pagenow.presence.redis.pipeline.Scripts;
import io.pagenow.presence.redis.script.Script;
import io.pagenow.presence.redis.script.ScriptResults;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The visibility in Redis: a hash in each partition. Thread-safe. */
@Singleton
public final class RedisVisibilityStore implements VisibilityStore {

  private final Scripts scripts;
  private final String node;
  private final LatestEvents latestEvents;

  @Inject
  public RedisVisibilityStore(Scripts scripts, Hub hub, LatestEvents latestEvents) {
    this.scripts = scripts;
    this.node = hub.node().value();
    this.latestEvents = latestEvents;
  }

  @Override
  public CompletionStage<List<PresenceEvent>> change(
      UserId user, ConnectionId connection, Visibility visibility) {
    return scripts
        .run(
            user,
            Script.VISIBILITY
                .call()
                .with(NODE, node)
                .with(USER, user.value())
                .with(CONNECTION, connection.toString())
                .with(VISIBILITY, visibility.text())
                .with(INVISIBLE_SINCE, latestEvents.visibilityOf(user).invisibleSince()))
        .thenApply(events -> ScriptResults.changed(user, events));
  }
}
