package io.pagenow.presence.friends;

import io.pagenow.presence.friends.Friendships.FriendList;
import io.pagenow.presence.model.UserId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The friend lists in memory, in both directions: the friends of a user, and the followers of a
 * user. Thread-safe. Both directions change together for each list.
 */
final class ListIndex {

  private final Map<UserId, Entry> entries = new ConcurrentHashMap<>();

  /** The reverse index. Changed only inside a change of the list itself. */
  private final Followers followers = new Followers();

  /**
   * A friend list.
   *
   * @param mark the mark of this list
   * @param arriving whether the user may still be connecting: not connected at the last refresh
   */
  private record Entry(Set<UserId> friends, long mark, boolean arriving) {

    Entry with(long newMark, boolean nowArriving) {
      return newMark == mark && nowArriving == arriving
          ? this
          : new Entry(friends, newMark, nowArriving);
    }
  }

  /** Returns the friends of a user; null if the list is not here. */
  @Nullable Set<UserId> friendsOf(UserId user) {
    Entry entry = entries.get(user);
    return entry == null ? null : entry.friends();
  }

  /** Returns the users with the given user in their lists. */
  List<UserId> followersOf(UserId user) {
    return followers.of(user);
  }

  /** Returns a live view of the users with a list here. */
  Set<UserId> users() {
    return entries.keySet();
  }

  /** Returns whether the user has a list here, or is in one. */
  boolean isRelevant(UserId user) {
    return entries.containsKey(user) || followers.contains(user);
  }

  /** Returns a copy of all {@linkplain #isRelevant relevant} users. */
  List<UserId> relevantUsers() {
    Set<UserId> users = new HashSet<>(entries.keySet());
    users.addAll(followers.users());
    return List.copyOf(users);
  }

  /** Records that the user of a list is connecting. Returns whether the list is here. */
  boolean arrive(UserId user) {
    return entries.computeIfPresent(user, (key, known) -> known.with(known.mark(), true)) != null;
  }

  /**
   * Records that the user of a list has arrived. Returns whether the list is here and has the given
   * mark.
   */
  boolean isCurrent(UserId user, long mark) {
    Entry entry = entries.computeIfPresent(user, (key, known) -> known.with(known.mark(), false));
    return entry != null && entry.mark() == mark;
  }

  /** Stores a list and returns the previous one, or null if there was none. */
  @Nullable Set<UserId> put(UserId user, FriendList list, boolean arriving) {
    Set<UserId> friends = list.friends();
    AtomicReference<@Nullable Set<UserId>> before = new AtomicReference<>();
    entries.compute(
        user,
        (key, entry) -> {
          Set<UserId> old = entry == null ? Set.of() : entry.friends();
          before.set(entry == null ? null : old);
          if (entry != null && old.equals(friends)) {
            return entry.with(list.mark(), arriving);
          }
          old.stream()
              .filter(friend -> !friends.contains(friend))
              .forEach(friend -> followers.unfollow(friend, key));
          return new Entry(
              friends.stream()
                  .map(friend -> followers.follow(friend, key, !old.contains(friend)))
                  .collect(Collectors.toUnmodifiableSet()),
              list.mark(),
              arriving);
        });
    return before.get();
  }

  /**
   * Removes the lists of all users who are neither connected nor connecting.
   *
   * @param removed called for each of them, before the user can connect again
   */
  void retain(Set<UserId> connected, Consumer<UserId> removed) {
    for (UserId user : entries.keySet()) {
      if (!connected.contains(user)) {
        entries.computeIfPresent(
            user, (key, entry) -> entry.arriving() ? entry : drop(key, entry, removed));
      }
    }
  }

  private @Nullable Entry drop(UserId user, Entry entry, Consumer<UserId> removed) {
    entry.friends().forEach(friend -> followers.unfollow(friend, user));
    removed.accept(user);
    return null;
  }
}
