package io.pagenow.presence.redis.script;

import io.pagenow.presence.cluster.sweep.Claims.Idle;
import io.pagenow.presence.model.Activity;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.PresenceEvent.VisibilityChanged;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.model.Visibility;
import io.pagenow.presence.presence.PresenceStore.Opening;
import io.pagenow.presence.protocol.Activities;
import io.pagenow.presence.protocol.StoredPages;
import io.pagenow.presence.protocol.stored.StoredEvents;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decodes the results of scripts. The first lines of each script describe its result. */
public final class ScriptResults {

  private ScriptResults() {}

  public static UserId user(Object id) {
    return new UserId((String) id);
  }

  public static Opening opening(UserId user, Object answer) {
    List<String> result = strings(answer);
    if (result.isEmpty()) {
      return new Opening.Refused();
    }
    List<String> rest = result.subList(1, result.size());
    return result.get(0).equals("restored")
        ? new Opening.Restored(updated(user, rest))
        : new Opening.Recorded(
            rest.isEmpty() ? Optional.empty() : Optional.of(visibilityChanged(user, rest)));
  }

  /** Returns the event of an update; empty if a newer report was recorded before. */
  public static Optional<Updated> updated(UserId user, Page page, @Nullable Object answer) {
    if (answer == null) {
      return Optional.empty();
    }
    List<String> event = strings(answer);
    return Optional.of(
        new Updated(
            user,
            Long.parseLong(event.get(0)),
            page.isHidden()
                ? new Activity(page, StoredPages.decode(event.get(1)))
                : Activity.showing(page),
            visibility(event, 2)));
  }

  /** Returns the event that shows another page of the user; empty if there is none. */
  public static Optional<Updated> shown(UserId user, @Nullable Object answer) {
    return answer == null ? Optional.empty() : Optional.of(updated(user, strings(answer)));
  }

  /** Returns the event of a close; empty if the presence of the user did not change. */
  public static Optional<PresenceEvent> closed(UserId user, @Nullable Object answer) {
    if (answer == null) {
      return Optional.empty();
    }
    List<String> event = strings(answer);
    return Optional.of(event.size() == 2 ? timedOut(user, event) : updated(user, event));
  }

  public static Optional<TimedOut> timedOut(UserId user, @Nullable Object answer) {
    return answer == null ? Optional.empty() : Optional.of(timedOut(user, strings(answer)));
  }

  private static TimedOut timedOut(UserId user, List<String> event) {
    return StoredEvents.timedOut(
        user, Long.parseLong(event.get(0)), event.get(1), event.size() > 2);
  }

  /** Returns the events of a change of the visibility, in their order. */
  public static List<PresenceEvent> changed(UserId user, Object answer) {
    return ((List<?>) answer).stream().map(event -> changed(user, strings(event))).toList();
  }

  private static PresenceEvent changed(UserId user, List<String> event) {
    List<String> rest = event.subList(1, event.size());
    return switch (event.get(0)) {
      case "timeout" -> timedOut(user, rest);
      case "update" -> updated(user, rest);
      case "own" -> visibilityChanged(user, rest);
      default -> throw new IllegalArgumentException("Unknown event " + event.get(0));
    };
  }

  private static VisibilityChanged visibilityChanged(UserId user, List<String> own) {
    return StoredEvents.visibilityChanged(
        user, Long.parseLong(own.get(0)), own.subList(1, own.size()), StoredPages::decode);
  }

  /** Returns the visibility that the event of a script has at its end, if nobody sees the user. */
  private static Visibility visibility(List<String> event, int position) {
    return event.size() > position ? Visibility.NOBODY : Visibility.FRIENDS;
  }

  public static Idle idle(Object claimed) {
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
  public static Map<UserId, Updated> events(Map<UserId, Object> answers) {
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
        Activities.decode(event.get(1), event.get(2), StoredPages::decode),
        visibility(event, 3));
  }

  private static List<String> strings(Object result) {
    return ((List<?>) result).stream().map(String.class::cast).toList();
  }
}
