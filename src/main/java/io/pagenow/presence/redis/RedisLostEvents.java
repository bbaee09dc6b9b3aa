package io.pagenow.presence.redis;

import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.query.LostEvents;
import io.pagenow.presence.redis.blocking.BlockingScripts;
import io.pagenow.presence.redis.script.Argument;
import io.pagenow.presence.redis.script.Script;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The events that Redis lost, recorded in each user's partition. Thread-safe. */
@Singleton
public final class RedisLostEvents implements LostEvents {

  private static final Long LOST = 1L;

  private final BlockingScripts scripts;

  @Inject
  public RedisLostEvents(BlockingScripts scripts) {
    this.scripts = scripts;
  }

  @Override
  public List<TimedOut> recordOffline(Collection<TimedOut> events) {
    Map<String, Long> versions = new HashMap<>();
    events.forEach(event -> versions.put(event.user().value(), event.version()));
    Map<UserId, Object> answers =
        scripts.about(
            events.stream().map(TimedOut::user).toList(),
            users ->
                Script.RECORD_OFFLINE
                    .call()
                    .withAll(
                        Argument.VERSIONS,
                        users.stream()
                            .flatMap(user -> Stream.of(user, String.valueOf(versions.get(user))))
                            .toList()));
    return events.stream().filter(event -> LOST.equals(answers.get(event.user()))).toList();
  }
}
