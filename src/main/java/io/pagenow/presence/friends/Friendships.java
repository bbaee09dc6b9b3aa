package io.pagenow.presence.friends;

import io.pagenow.presence.model.Profile;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The accepted friendships and the names of those in them, as the user service holds them now.
 *
 * <p>Every method asks the database once, may block for as long as the adapter's time-out says, may
 * be called from any thread, and throws {@link UnavailableException} where no answer comes.
 */
public interface Friendships {

  /**
   * The accepted friends of each of the users. A user without friends, or whom nobody knows, has an
   * empty set; nobody is their own friend.
   *
   * @return an entry for every user asked for
   */
  Map<UserId, Set<UserId>> friendsOf(Collection<UserId> users);

  /**
   * A mark of each user's accepted friends, which is another one as soon as the friends are. It is
   * far smaller than the list. Not to be compared with what another version of this application
   * read.
   *
   * @return an entry for every user who has friends
   */
  Map<UserId, String> marksOf(Collection<UserId> users);

  /** Whether the two are accepted friends of each other; false for one and the same user. */
  boolean areFriends(UserId one, UserId other);

  /**
   * The profiles of the user and of their accepted friends; the user's own only where it exists.
   */
  List<Profile> circleOf(UserId user);
}
