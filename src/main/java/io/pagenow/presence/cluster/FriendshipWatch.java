package io.pagenow.presence.cluster;

import io.pagenow.presence.cluster.subscription.SubscribedUsers;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.delivery.event.LatestEvents;
import io.pagenow.presence.friends.FriendLists;
import io.pagenow.presence.friends.FriendLists.Change;
import io.pagenow.presence.model.Friend;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.EventDelivery;
import io.pagenow.presence.presence.query.CurrentFriends;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Detects friendships that begin and end while their users are connected. Each node checks its own
 * users, so both sides are notified, whatever their nodes. Thread-safe.
 */
@Singleton
public final class FriendshipWatch {

  /** Limits one answer to 2.5 MB of pages. */
  private static final int CHANGES_AT_ONCE = 100;

  private final Hub hub;
  private final FriendLists friendLists;
  private final SubscribedUsers subscribed;
  private final LatestEvents latestEvents;
  private final EventDelivery delivery;
  private final CurrentFriends currentFriends;
  private final SharingWatch sharing;

  /** Friendships that began and are not delivered yet. Guarded by this. */
  private final List<Change> begun = new ArrayList<>();

  @Inject
  public FriendshipWatch(
      Hub hub,
      FriendLists friendLists,
      SubscribedUsers subscribed,
      LatestEvents latestEvents,
      EventDelivery delivery,
      CurrentFriends currentFriends,
      SharingWatch sharing) {
    this.hub = hub;
    this.friendLists = friendLists;
    this.subscribed = subscribed;
    this.latestEvents = latestEvents;
    this.delivery = delivery;
    this.currentFriends = currentFriends;
    this.sharing = sharing;
  }

  /**
   * Checks the friendships of all connected users once. Former friends are shown as offline, new
   * friends with their current presence. Pages that changed sharing rules do not show are hidden.
   * Blocks.
   *
   * @throws io.pagenow.presence.model.UnavailableException if the friendships cannot be read, and
   *     the lists known so far stay in use; or if the store does not answer. The next call
   *     continues
   */
  public synchronized void run() {
    friendLists.refresh(hub.users(), this::notice);
    sharing.reviewChanged();
    try {
      subscribed.reconcile();
    } finally {
      // After subscriptions ended: the events that this node knows of those users may be outdated.
      latestEvents.retain(friendLists::isRelevant);
    }
    deliverBegun();
  }

  /**
   * Checks the friendships of some users, after a notification that they changed. Blocks.
   *
   * @throws io.pagenow.presence.model.UnavailableException as {@link #run} does
   */
  public synchronized void refresh(Set<UserId> users) {
    friendLists.refreshSome(users, this::notice);
    sharing.reviewChanged();
    deliverBegun();
  }

  /** Delivers the end of a friendship, which needs no store, and keeps one that began. */
  private void notice(Change change) {
    if (change.begun()) {
      begun.add(change);
    } else {
      delivery.deliverEndOfFriendship(change.user(), change.friend());
    }
  }

  private void deliverBegun() {
    while (!begun.isEmpty()) {
      List<Change> some = begun.subList(0, Math.min(begun.size(), CHANGES_AT_ONCE));
      Set<UserId> users = some.stream().map(Change::friend).collect(Collectors.toSet());
      subscribed.subscribe(users);
      // Before the presence is read, which then is not older.
      Map<UserId, Long> delivered =
          users.stream().collect(Collectors.toMap(Function.identity(), latestEvents::versionOf));
      Map<UserId, Friend> friends =
          currentFriends.of(users).stream()
              .collect(Collectors.toMap(Friend::user, Function.identity()));
      // If a newer event was delivered meanwhile, the next round reads the presence again.
      some.removeIf(
          change ->
              delivery.deliverBeginOfFriendship(
                  change.user(),
                  Objects.requireNonNull(friends.get(change.friend())),
                  delivered.getOrDefault(change.friend(), 0L)));
    }
  }
}
