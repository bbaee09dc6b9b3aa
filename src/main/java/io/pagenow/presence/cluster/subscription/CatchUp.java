package io.pagenow.presence.cluster.subscription;

import io.pagenow.presence.delivery.event.LatestEvents;
import io.pagenow.presence.delivery.event.ShownOnline;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.EventDelivery;
import io.pagenow.presence.presence.query.LostEvents;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * Delivers the events that this node missed.
 *
 * <p>The methods block, and throw {@link io.pagenow.presence.model.UnavailableException} if the
 * store does not answer.
 */
@Singleton
public final class CatchUp {

  /**
   * Limits one answer to 2.5 MB of pages, which the store decodes on a thread that all users share.
   */
  private static final int USERS_AT_ONCE = 100;

  private final Subscriptions subscriptions;
  private final SubscribedUsers subscribed;
  private final LatestEvents latestEvents;
  private final EventDelivery delivery;
  private final MissedEvents missed;
  private final LostEvents lostEvents;

  // Used by the thread that calls runIfMissed.
  private long reports;
  private long reportedAt;

  @Inject
  public CatchUp(
      Subscriptions subscriptions,
      SubscribedUsers subscribed,
      LatestEvents latestEvents,
      EventDelivery delivery,
      MissedEvents missed,
      LostEvents lostEvents) {
    this.subscriptions = subscriptions;
    this.subscribed = subscribed;
    this.latestEvents = latestEvents;
    this.delivery = delivery;
    this.missed = missed;
    this.lostEvents = lostEvents;
  }

  /**
   * Reads the current events of all subscribed users and delivers those that this node missed.
   * Events that were delivered before are dropped.
   */
  public void run() {
    List<UserId> users = subscribed.users();
    for (int from = 0; from < users.size(); from += USERS_AT_ONCE) {
      List<UserId> some = users.subList(from, Math.min(from + USERS_AT_ONCE, users.size()));
      // Before the read: a user who comes online after it must stay online.
      List<ShownOnline> shown =
          some.stream().flatMap(user -> latestEvents.shownOnline(user).stream()).toList();
      Map<UserId, Updated> current = subscriptions.current(some);
      current.values().forEach(delivery::deliver);
      lostEvents
          .recordOffline(
              shown.stream()
                  .filter(last -> !current.containsKey(last.user()))
                  .map(ShownOnline::offline)
                  .toList())
          .forEach(delivery::deliver);
    }
  }

  /** Returns whether this node has delivered all events that it missed, as far as it knows. */
  public boolean isComplete() {
    return !missed.isReported();
  }

  /**
   * Calls {@link #run} if {@link MissedEvents} were reported, and the store had its data later. The
   * cause may be a restart without data, after which all users would look offline. One thread calls
   * this.
   *
   * @param now the current time of the clock of this node
   * @param isIntactAfter returns whether the store had its data after a moment, by the same clock
   */
  public void runIfMissed(long now, LongPredicate isIntactAfter) {
    long latest = missed.reports();
    if (latest != reports) {
      reports = latest;
      reportedAt = now;
    }
    if (isIntactAfter.test(reportedAt)) {
      missed.ifReported(this::run);
    }
  }
}
