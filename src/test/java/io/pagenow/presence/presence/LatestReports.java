package io.pagenow.presence.presence;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.Presence.Online;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.query.PresenceQueries;
import io.pagenow.presence.protocol.ServerMessages;
import io.pagenow.presence.protocol.page.Pages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What users reported in numbered steps, compared with what their friends received and with what is
 * shown at the end. Not thread-safe.
 */
final class LatestReports {

  private static final String URL = "https://example.com/";

  /** Reports on different nodes within this time have no defined order. */
  private static final long SIMULTANEOUS_NANOS = Duration.ofMillis(25).toNanos();

  /** The time of each step, in nanoseconds. */
  private final long[] times;

  /** The step in which each user last hid their activity. */
  private final Map<UserId, Integer> hidden = new HashMap<>();

  LatestReports(int steps) {
    this.times = new long[steps];
  }

  /** Returns the page that is reported in a step. */
  static Page page(int step) {
    return Pages.of(URL + step, "");
  }

  void startStep(int step) {
    times[step] = System.nanoTime();
  }

  /** Records that a user hides the activity in a step. */
  void hides(UserId user, int step) {
    hidden.put(user, step);
  }

  /**
   * Returns the latest event about each of the users that a connection received, if it differs from
   * the presence in Redis.
   */
  List<String> wrongEvents(
      PresenceQueries queries, List<UserId> users, List<RecordingConnection> receivers) {
    Map<UserId, Presence> truth = new HashMap<>();
    for (UserId user : users) {
      truth.put(user, queries.snapshotFor(user).own());
    }
    Set<String> wrongEvents = new TreeSet<>();
    for (RecordingConnection receiver : receivers) {
      for (UserId user : users) {
        lastAbout(user, receiver)
            .filter(
                received ->
                    !received.equals(text(user, truth.getOrDefault(user, Presence.OFFLINE))))
            .ifPresent(received -> wrongEvents.add(receiver.user() + " received " + received));
      }
    }
    return List.copyOf(wrongEvents);
  }

  /** Returns the pages that are shown although their user hid the activity after reporting them. */
  List<String> pagesShownAfterHide(PresenceQueries queries) {
    List<String> pagesShownAfterHide = new ArrayList<>();
    hidden.forEach(
        (user, step) -> {
          if (queries.snapshotFor(user).own() instanceof Online online
              && !online.activity().page().isHidden()
              && isBefore(
                  Integer.parseInt(online.activity().page().url().substring(URL.length())), step)) {
            pagesShownAfterHide.add(
                user + " hid in step " + step + ", shown: " + online.activity().page().url());
          }
        });
    return pagesShownAfterHide;
  }

  private boolean isBefore(int step, int other) {
    return times[other] - times[step] > SIMULTANEOUS_NANOS;
  }

  private static Optional<String> lastAbout(UserId user, RecordingConnection receiver) {
    return receiver.sent().stream()
        .filter(text -> text.contains("\"userId\":\"" + user + "\""))
        .reduce((earlier, later) -> later);
  }

  private static String text(UserId user, Presence presence) {
    return ServerMessages.encode(
        presence instanceof Online online
            ? new Updated(user, 0, online.activity())
            : new TimedOut(user, 0));
  }
}
