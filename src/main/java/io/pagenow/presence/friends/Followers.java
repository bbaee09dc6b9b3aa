package io.pagenow.presence.friends;

import io.pagenow.presence.model.UserId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The reverse index of the friend lists: the followers of each user. Thread-safe. */
final class Followers {

  private final Map<UserId, Followed> followed = new ConcurrentHashMap<>();

  /** A user in at least one list, and the users with those lists. */
  private record Followed(UserId user, List<UserId> by) {}

  /** Returns the users who have the given user in their lists. */
  List<UserId> of(UserId user) {
    Followed entry = followed.get(user);
    return entry == null ? List.of() : entry.by();
  }

  boolean contains(UserId user) {
    return followed.containsKey(user);
  }

  /** Returns a live view of the users who are in at least one list. */
  Set<UserId> users() {
    return followed.keySet();
  }

  /**
   * Adds a follower of a user.
   *
   * @param newly whether the friend is new in the follower's list
   * @return the friend's id. All lists share this one object, to save memory
   */
  UserId follow(UserId friend, UserId by, boolean newly) {
    return followed
        .compute(
            friend,
            (key, entry) -> {
              if (entry == null) {
                return new Followed(friend, List.of(by));
              }
              return newly ? new Followed(entry.user(), with(entry.by(), by)) : entry;
            })
        .user();
  }

  /** Removes a follower of a user. */
  void unfollow(UserId friend, UserId by) {
    followed.computeIfPresent(friend, (key, entry) -> without(entry, by));
  }

  private static @Nullable Followed without(Followed entry, UserId by) {
    List<UserId> rest = entry.by().stream().filter(other -> !other.equals(by)).toList();
    return rest.isEmpty() ? null : new Followed(entry.user(), rest);
  }

  private static List<UserId> with(List<UserId> list, UserId more) {
    UserId[] all = list.toArray(new UserId[list.size() + 1]);
    all[list.size()] = more;
    return List.of(all);
  }
}
