package io.pagenow.presence.redis;

import io.pagenow.presence.cluster.sweep.Claims.Idle;
import io.pagenow.presence.model.Activity;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore.Opening;
import io.pagenow.presence.protocol.Activities;
import io.pagenow.presence.protocol.StoredEvents;
import io.pagenow.presence.protocol.StoredPages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decodes the results of scripts. The first lines of each script describe its result. */
final class ScriptResults {

  private ScriptResults() {}

  static UserId user(Object id) {
    return new UserId((String) id);
  }

  static Opening opening(UserId user, Object answer) {
    List<String> result = strings(answer);
    if (result.isEmpty()) {
      return new Opening.Refused();
    }
    return result.size() == 1
        ? new Opening.Recorded()
        : new Opening.Restored(updated(user, result.subList(1, result.size())));
  }

  /** Returns the event of an update; empty if a newer report was recorded before. */
  static Optional<Updated> updated(UserId user, Page page, @Nullable Object answer) {
    if (answer == null) {
      return Optional.empty();
    }
    List<String> versionAndLatest = strings(answer);
    return Optional.of(
        new Updated(
            user,
            Long.parseLong(versionAndLatest.get(0)),
            page.isHidden()
                ? new Activity(page, StoredPages.decode(versionAndLatest.get(1)))
                : Activity.showing(page)));
  }

  /** Returns the event that shows another page of the user; empty if there is none. */
  static Optional<Updated> shown(UserId user, @Nullable Object answer) {
    return answer == null ? Optional.empty() : Optional.of(updated(user, strings(answer)));
  }

  /** Returns the event of a close; empty if the presence of the user did not change. */
  static Optional<PresenceEvent> closed(UserId user, @Nullable Object answer) {
    if (answer == null) {
      return Optional.empty();
    }
    List<String> event = strings(answer);
    return Optional.of(event.size() == 2 ? timedOut(user, event) : updated(user, event));
  }

  static Optional<TimedOut> timedOut(UserId user, @Nullable Object answer) {
    return answer == null ? Optional.empty() : Optional.of(timedOut(user, strings(answer)));
  }

  private static TimedOut timedOut(UserId user, List<String> event) {
    return new TimedOut(user, Long.parseLong(event.get(0)), StoredEvents.time(event.get(1)));
  }

  static Idle idle(Object claimed) {
    List<String> userAndConnections = strings(claimed);
    return new Idle(
        new UserId(userAndConnections.get(0)),
        userAndConnections.stream()
            .skip(1)
            .flatMap(id -> ConnectionId.parse(id).stream())
            .toList());
  }

  /**
   * Returns the events of users from the answers of {@code current.lua}. Users who are offline have
   * no entry.
   */
  static Map<UserId, Updated> events(Map<UserId, Object> answers) {
    Map<UserId, Updated> events = new HashMap<>();
    answers.forEach(
        (user, answer) -> {
          List<String> event = strings(answer);
          if (!event.isEmpty()) {
            events.put(user, updated(user, event));
          }
        });
    return events;
  }

  private static Updated updated(UserId user, List<String> event) {
    return new Updated(
        user,
        Long.parseLong(event.get(0)),
        Activities.decode(event.get(1), event.get(2), StoredPages::decode));
  }

  private static List<String> strings(Object result) {
    return ((List<?>) result).stream().map(String.class::cast).toList();
  }
}
