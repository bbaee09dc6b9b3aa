package io.pagenow.presence.friends;

import io.pagenow.presence.friends.Friendships.FriendList;
import io.pagenow.presence.friends.Friendships.Marks;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.sharing.UserRules;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The friend lists of the connected users, so that delivering an event needs no query. Thread-safe.
 *
 * <p>A list is read when its user connects ({@link #load}). The node calls {@link #refresh} every
 * few seconds; between two calls a list may be out of date.
 */
@Singleton
public final class FriendLists {

  private static final int USERS_A_QUERY = 1_000;

  /** The maximum age of the lists. Older ones count as empty: friendships may have ended. */
  public static final Duration MAX_AGE = Duration.ofMinutes(10);

  /** The maximum age of lists that may replace a query. */
  static final Duration FRESH = Duration.ofSeconds(5);

  private final Friendships friendships;
  private final UserRules rules;
  private final LongSupplier nanoTime;

  // When the last complete refresh began. No list is older.
  private volatile long refreshedAt;
  private final ListIndex lists = new ListIndex();

  /** A friendship that began or ended since the last refresh, as seen from one user. */
  public record Change(UserId user, UserId friend, boolean begun) {}

  @Inject
  public FriendLists(Friendships friendships, UserRules rules) {
    this(friendships, rules, System::nanoTime);
  }

  FriendLists(Friendships friendships, UserRules rules, LongSupplier nanoTime) {
    this.friendships = friendships;
    this.rules = rules;
    this.nanoTime = nanoTime;
    this.refreshedAt = nanoTime.getAsLong();
  }

  /**
   * Reads the friend list and the sharing rules of a user who is about to connect, unless they are
   * loaded already. Blocks.
   *
   * @throws io.pagenow.presence.model.UnavailableException if it cannot be read
   */
  public void load(UserId user) {
    // Both queries run at the same time.
    Runnable loadedRules = rules.startLoading(user);
    if (!lists.arrive(user)) {
      lists.put(user, friendships.listOf(user), true);
    }
    loadedRules.run();
  }

  /**
   * Returns the friends of a user of this node. The set is empty if the list is not {@linkplain
   * #load loaded}, or if the last refresh is older than {@link #MAX_AGE}.
   */
  public Set<UserId> friendsOf(UserId user) {
    return knownFriendsOf(user).orElse(Set.of());
  }

  /** Returns the friends as {@link #friendsOf} does; empty if they are not known. */
  public Optional<Set<UserId>> knownFriendsOf(UserId user) {
    return isOlderThan(MAX_AGE) ? Optional.empty() : Optional.ofNullable(lists.friendsOf(user));
  }

  /**
   * Returns the friends of a user if the list is loaded and at most 5 seconds old. It is as new as
   * the events that the user gets from this node.
   */
  public Optional<Set<UserId>> freshFriendsOf(UserId user) {
    return isOlderThan(FRESH) ? Optional.empty() : Optional.ofNullable(lists.friendsOf(user));
  }

  /**
   * Returns the users of this node who have the given user in their lists. The list is empty if the
   * last refresh is older than {@link #MAX_AGE}.
   */
  public List<UserId> followersOf(UserId user) {
    return isOlderThan(MAX_AGE) ? List.of() : lists.followersOf(user);
  }

  /** Returns whether the user has a list here, or is in one. */
  public boolean isRelevant(UserId user) {
    return lists.isRelevant(user);
  }

  /** Returns a copy of all {@linkplain #isRelevant relevant} users. */
  public List<UserId> users() {
    return lists.relevantUsers();
  }

  /**
   * Reads all changed lists and sharing rules of connected and connecting users again, and removes
   * those of other users. Blocks.
   *
   * @param changes takes each change, once for each user of this node. So it takes a friendship
   *     between two of them twice
   * @throws io.pagenow.presence.model.UnavailableException if the lists cannot be read; those not
   *     yet read stay unchanged
   */
  public void refresh(Set<UserId> connected, Consumer<Change> changes) {
    long begin = nanoTime.getAsLong();
    lists.retain(connected, rules::forget);
    // A list is missing if the handshake took longer than the time between two refreshes.
    Set<UserId> users = new HashSet<>(lists.users());
    users.addAll(connected);
    inChunks(List.copyOf(users), some -> readWhatChanged(some, changes));
    refreshedAt = begin;
    rules.refreshed();
  }

  /**
   * Reads the lists of some users again, if they are loaded. Otherwise works as {@link #refresh}.
   */
  public void refreshSome(Set<UserId> users, Consumer<Change> changes) {
    List<UserId> here = users.stream().filter(lists.users()::contains).toList();
    inChunks(
        here,
        some -> {
          rules.refresh(Marks.ofEach(some, Map.of(), Marks::rules));
          read(some, changes);
        });
  }

  private void readWhatChanged(List<UserId> users, Consumer<Change> changes) {
    Map<UserId, Marks> current = friendships.marksOf(users);
    rules.refresh(Marks.ofEach(users, current, Marks::rules));
    Map<UserId, Long> marks = Marks.ofEach(users, current, Marks::friends);
    List<UserId> changed = new ArrayList<>();
    for (UserId user : users) {
      if (!lists.isCurrent(user, marks.getOrDefault(user, Marks.NONE))) {
        changed.add(user);
      }
    }
    if (!changed.isEmpty()) {
      read(changed, changes);
    }
  }

  private void read(List<UserId> users, Consumer<Change> changes) {
    friendships.listsOf(users).forEach((user, list) -> replace(user, list, changes));
  }

  private static void inChunks(List<UserId> users, Consumer<List<UserId>> action) {
    for (int from = 0; from < users.size(); from += USERS_A_QUERY) {
      action.accept(users.subList(from, Math.min(from + USERS_A_QUERY, users.size())));
    }
  }

  private void replace(UserId user, FriendList list, Consumer<Change> changes) {
    Set<UserId> friends = list.friends();
    Set<UserId> before = lists.put(user, list, false);
    if (before == null || before.equals(friends)) {
      return;
    }
    friends.stream()
        .filter(friend -> !before.contains(friend))
        .forEach(friend -> changes.accept(new Change(user, friend, true)));
    before.stream()
        .filter(friend -> !friends.contains(friend))
        .forEach(friend -> changes.accept(new Change(user, friend, false)));
  }

  /** Returns the time since the last complete refresh began. */
  public Duration age() {
    return Duration.ofNanos(nanoTime.getAsLong() - refreshedAt);
  }

  private boolean isOlderThan(Duration age) {
    return age().compareTo(age) > 0;
  }
}
