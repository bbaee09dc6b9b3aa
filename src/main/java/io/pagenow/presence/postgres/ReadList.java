package io.pagenow.presence.postgres;

import io.pagenow.presence.friends.Friendships.FriendList;
import io.pagenow.presence.model.UserId;
import java.util.HashSet;
import java.util.Set;

/** A friend list while its rows are read. Not thread-safe. */
final class ReadList {

  private final UserId user;
  private final Set<UserId> friends = new HashSet<>();
  private long sum;
  private boolean empty = true;

  ReadList(UserId user) {
    this.user = user;
  }

  /**
   * Adds a row, which may repeat a friend or name the user.
   *
   * @param hash the hash of the friend's id
   */
  void add(String friend, long hash) {
    sum += hash;
    empty = false;
    UserId.parse(friend).filter(other -> !other.equals(user)).ifPresent(friends::add);
  }

  FriendList list() {
    return new FriendList(friends, empty ? 0 : Hashes.mark(sum));
  }
}
