package io.pagenow.presence.friends;

import io.pagenow.presence.model.UserId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Friend lists the other way round: in whose lists somebody is. Safe for use by many threads. */
final class Followers {

  private final Map<UserId, Followed> followed = new ConcurrentHashMap<>();

  /** Somebody in at least one list, and the users whose lists those are. */
  private record Followed(UserId user, List<UserId> by) {}

  /** Those who have the user in their lists. */
  List<UserId> of(UserId user) {
    Followed entry = followed.get(user);
    return entry == null ? List.of() : entry.by();
  }

  boolean contains(UserId user) {
    return followed.containsKey(user);
  }

  /** All who are in a list: a view. */
  Set<UserId> users() {
    return followed.keySet();
  }

  /**
   * Somebody is in one's list.
   *
   * @param newly whether they were not before
   * @return the friend's id. As the same one is in the lists of many, it is one object for all
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

  /** Somebody is not in one's list any more. */
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
