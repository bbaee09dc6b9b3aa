package io.pagenow.presence.friends;

import io.pagenow.presence.model.Profile;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The accepted friendships as the user service holds them now, and the names of those in them, as
 * it did a minute ago at the most.
 *
 * <p>Every method may block for as long as the adapter's time-out says, may be called from any
 * thread, and throws {@link UnavailableException} where no answer comes.
 */
public interface Friendships {

  /**
   * The accepted friends of a user: none of one without friends, or whom nobody knows. Nobody is
   * their own friend.
   */
  Set<UserId> friendsOf(UserId user);

  /**
   * As {@link #friendsOf(UserId)}, of each of the users.
   *
   * @return an entry for every user asked for
   */
  Map<UserId, Set<UserId>> friendsOf(Collection<UserId> users);

  /**
   * A mark of each user's accepted friends, which is another one as soon as the friends are. It is
   * far smaller than the list. Not to be compared with what another version of this application
   * read.
   *
   * @return an entry for every user who has friends, neither 0 nor {@link Long#MIN_VALUE}
   */
  Map<UserId, Long> marksOf(Collection<UserId> users);

  /** Whether the two are accepted friends of each other; false for one and the same user. */
  boolean areFriends(UserId one, UserId other);

  /**
   * The profiles of the user and of all accepted friends, in the order of their ids. A friend
   * without a profile has empty names. The user's own is there only if it exists.
   */
  List<Profile> circleOf(UserId user);
}
