package io.pagenow.presence.friends;

import io.pagenow.presence.model.Profile;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * The accepted friendships as the user database has them now, and the profiles of users, which may
 * be a minute old.
 *
 * <p>Thread-safe. Every method blocks for at most the adapter's time-out, and throws {@link
 * UnavailableException} if the database does not answer.
 */
public interface Friendships {

  /**
   * Returns the accepted friends of a user. The set is empty for an unknown user, and never
   * contains the user.
   */
  default Set<UserId> friendsOf(UserId user) {
    return listOf(user).friends();
  }

  /** Returns the friend list of a user. It is empty for an unknown user. */
  FriendList listOf(UserId user);

  /**
   * Returns the friend lists of users, as {@link #listOf} does.
   *
   * @return one entry for each requested user
   */
  Map<UserId, FriendList> listsOf(Collection<UserId> users);

  /**
   * A friend list.
   *
   * @param friends the accepted friends, never the user
   * @param mark the mark of exactly this list, as in {@link Marks}
   */
  record FriendList(Set<UserId> friends, long mark) {}

  /**
   * Returns marks of each user's friend list and sharing rules, which change whenever these do.
   * They are far smaller than the lists. Marks of different versions of this application must not
   * be compared.
   *
   * @return one entry for each requested user
   */
  Map<UserId, Marks> marksOf(Collection<UserId> users);

  /**
   * The marks of a user.
   *
   * @param friends the mark of the friend list; 0 if it is empty
   * @param rules the mark of the sharing rules; 0 for an unknown user
   */
  record Marks(long friends, long rules) {

    /** The mark of an empty friend list, and of the rules of an unknown user. */
    static final long NONE = 0;

    /** Returns one of the two marks for each user; {@link #NONE} if the user has none. */
    static Map<UserId, Long> ofEach(
        Collection<UserId> users, Map<UserId, Marks> all, ToLongFunction<Marks> mark) {
      Marks unknown = new Marks(NONE, NONE);
      Map<UserId, Long> marks = new HashMap<>();
      users.forEach(user -> marks.put(user, mark.applyAsLong(all.getOrDefault(user, unknown))));
      return marks;
    }
  }

  /** Returns whether the two users are accepted friends; false if both are the same user. */
  boolean areFriends(UserId one, UserId other);

  /** Returns the profiles of users. Users without a profile have no entry. */
  Map<UserId, Profile> profilesOf(Set<UserId> users);

  /**
   * Returns the profiles of the user and of the friends, in the order of their ids. A friend
   * without a profile has empty names. The user's own profile is missing if it does not exist.
   */
  List<Profile> profilesOf(UserId user, Set<UserId> friends);

  /** Returns the profiles of the user and of all accepted friends. */
  default List<Profile> profilesOf(UserId user) {
    return profilesOf(user, friendsOf(user));
  }
}
