package io.pagenow.presence.friends;

import io.pagenow.presence.model.UserId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * This node's copy of its connected users' friend lists, so that a message needs no query.
 *
 * <p>A list is read when its user connects ({@link #load}) and kept fresh by {@link #refresh},
 * which somebody calls every few seconds. Between two refreshes it may be that much out of date.
 */
@Singleton
public final class FriendLists {

  private static final int USERS_A_QUERY = 1_000;

  // Marks that no list in the database has.
  private static final long UNKNOWN = Long.MIN_VALUE;
  private static final long NO_FRIENDS = 0;

  /** Lists that could not be read again for so long are not relied on: nobody is told anything. */
  public static final Duration MAX_AGE = Duration.ofMinutes(10);

  private final Friendships friendships;
  private final LongSupplier nanoTime;
  private volatile long fresh;
  private final Map<UserId, Entry> entries = new ConcurrentHashMap<>();

  /** The lists the other way round. Changed only inside a change of the list itself. */
  private final Followers followers = new Followers();

  /**
   * A list.
   *
   * @param mark of the list as the database had it at the last refresh; unknown before the first
   * @param arriving whether the user may be still on the way in: not connected at the last refresh
   */
  private record Entry(Set<UserId> friends, long mark, boolean arriving) {

    Entry with(long newMark, boolean nowArriving) {
      return newMark == mark && nowArriving == arriving
          ? this
          : new Entry(friends, newMark, nowArriving);
    }
  }

  /** A friendship that began or ended since the last refresh, seen from one side of it. */
  public record Change(UserId user, UserId friend, boolean begun) {}

  @Inject
  public FriendLists(Friendships friendships) {
    this(friendships, System::nanoTime);
  }

  FriendLists(Friendships friendships, LongSupplier nanoTime) {
    this.friendships = friendships;
    this.nanoTime = nanoTime;
    this.fresh = nanoTime.getAsLong();
  }

  /**
   * Reads the friends of a user who is about to connect, unless they are here already.
   *
   * @throws io.pagenow.presence.model.UnavailableException where they cannot be read
   */
  public void load(UserId user) {
    Entry here = entries.computeIfPresent(user, (key, known) -> known.with(known.mark(), true));
    if (here == null) {
      put(user, friendships.friendsOf(user), UNKNOWN, true);
    }
  }

  /**
   * The friends of a user on this node; none where they were not {@linkplain #load loaded}, or
   * where the last refresh is longer ago than {@link #MAX_AGE}.
   */
  public Set<UserId> friendsOf(UserId user) {
    Entry entry = isTooOld() ? null : entries.get(user);
    return entry == null ? Set.of() : entry.friends();
  }

  /** Those with a list here that has the user in it, under the conditions of {@link #friendsOf}. */
  public List<UserId> friendsHereOf(UserId user) {
    return isTooOld() ? List.of() : followers.of(user);
  }

  /** Whether the user has a list here, or is in one. */
  public boolean concerns(UserId user) {
    return entries.containsKey(user) || followers.contains(user);
  }

  /** All whom it {@linkplain #concerns concerns}: a copy. */
  public List<UserId> users() {
    Set<UserId> users = new HashSet<>(entries.keySet());
    users.addAll(followers.users());
    return List.copyOf(users);
  }

  /**
   * Reads all lists again that changed, those of connected users and those of users on their way
   * in, and forgets the rest.
   *
   * @return what changed, one change for each user of this node: a friendship between two of them
   *     is there twice
   * @throws io.pagenow.presence.model.UnavailableException where they cannot be read; then all
   *     stays as it is
   */
  public List<Change> refresh(Set<UserId> connected) {
    for (UserId user : entries.keySet()) {
      if (!connected.contains(user)) {
        entries.computeIfPresent(user, (key, entry) -> entry.arriving() ? entry : drop(key, entry));
      }
    }
    // With those whose handshake took so long that their list was forgotten meanwhile.
    Set<UserId> users = new HashSet<>(entries.keySet());
    users.addAll(connected);
    List<Change> changes = new ArrayList<>();
    inChunks(List.copyOf(users), some -> readWhatChanged(some, changes));
    fresh = nanoTime.getAsLong();
    return changes;
  }

  /** Reads the lists of some users again, where they are here. As {@link #refresh} otherwise. */
  public List<Change> refreshSome(Set<UserId> users) {
    List<Change> changes = new ArrayList<>();
    List<UserId> here = users.stream().filter(entries::containsKey).toList();
    inChunks(here, some -> read(some, Map.of(), changes));
    return changes;
  }

  private void readWhatChanged(List<UserId> users, List<Change> changes) {
    // Marks first: what changes between the two queries has another mark the next time.
    Map<UserId, Long> marks = new HashMap<>(friendships.marksOf(users));
    users.forEach(user -> marks.putIfAbsent(user, NO_FRIENDS));
    List<UserId> changed = new ArrayList<>();
    for (UserId user : users) {
      Entry entry = entries.computeIfPresent(user, (key, known) -> known.with(known.mark(), false));
      if (entry == null || entry.mark() != marks.getOrDefault(user, NO_FRIENDS)) {
        changed.add(user);
      }
    }
    if (!changed.isEmpty()) {
      read(changed, marks, changes);
    }
  }

  private void read(List<UserId> users, Map<UserId, Long> marks, List<Change> changes) {
    friendships
        .friendsOf(users)
        .forEach(
            (user, friends) -> replace(user, friends, marks.getOrDefault(user, UNKNOWN), changes));
  }

  private static void inChunks(List<UserId> users, Consumer<List<UserId>> action) {
    for (int from = 0; from < users.size(); from += USERS_A_QUERY) {
      action.accept(users.subList(from, Math.min(from + USERS_A_QUERY, users.size())));
    }
  }

  private void replace(UserId user, Set<UserId> friends, long mark, List<Change> changes) {
    Set<UserId> before = put(user, friends, mark, false);
    if (before == null || before.equals(friends)) {
      return;
    }
    for (UserId friend : difference(friends, before)) {
      changes.add(new Change(user, friend, true));
    }
    for (UserId friend : difference(before, friends)) {
      changes.add(new Change(user, friend, false));
    }
  }

  /** Puts a list in the place of the one before, which it returns. */
  private @Nullable Set<UserId> put(UserId user, Set<UserId> friends, long mark, boolean arriving) {
    AtomicReference<@Nullable Set<UserId>> before = new AtomicReference<>();
    entries.compute(
        user,
        (key, entry) -> {
          Set<UserId> old = entry == null ? Set.of() : entry.friends();
          before.set(entry == null ? null : old);
          if (entry != null && old.equals(friends)) {
            return entry.with(mark, arriving);
          }
          difference(old, friends).forEach(friend -> followers.unfollow(friend, key));
          return new Entry(
              friends.stream()
                  .map(friend -> followers.follow(friend, key, !old.contains(friend)))
                  .collect(Collectors.toUnmodifiableSet()),
              mark,
              arriving);
        });
    return before.get();
  }

  private @Nullable Entry drop(UserId user, Entry entry) {
    entry.friends().forEach(friend -> followers.unfollow(friend, user));
    return null;
  }

  private boolean isTooOld() {
    return nanoTime.getAsLong() - fresh > MAX_AGE.toNanos();
  }

  private static Set<UserId> difference(Set<UserId> from, Set<UserId> without) {
    Set<UserId> rest = new HashSet<>(from);
    rest.removeAll(without);
    return rest;
  }
}
