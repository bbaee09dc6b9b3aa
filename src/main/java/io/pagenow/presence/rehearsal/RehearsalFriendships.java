package io.pagenow.presence.rehearsal;

import static java.util.stream.Collectors.toMap;

import io.pagenow.presence.friends.Friendships;
import io.pagenow.presence.model.Profile;
import io.pagenow.presence.model.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Asks the database about the users of the rehearsal, and returns friends whom it does not have.
 */
record RehearsalFriendships(Friendships database) implements Friendships {

  @Override
  public Set<UserId> friendsOf(UserId user) {
    database.friendsOf(user);
    return RehearsalUsers.friendsOf(user);
  }

  @Override
  public Map<UserId, Set<UserId>> friendsOf(Collection<UserId> users) {
    database.friendsOf(users);
    return users.stream().collect(toMap(Function.identity(), RehearsalUsers::friendsOf));
  }

  @Override
  public Map<UserId, Marks> marksOf(Collection<UserId> users) {
    return database.marksOf(users);
  }

  @Override
  public boolean areFriends(UserId one, UserId other) {
    return RehearsalUsers.friendsOf(one).contains(other);
  }

  @Override
  public Map<UserId, Profile> profilesOf(Set<UserId> users) {
    database.profilesOf(users);
    return users.stream().collect(toMap(Function.identity(), RehearsalUsers::profileOf));
  }

  @Override
  public List<Profile> profilesOf(UserId user, Set<UserId> friends) {
    database.profilesOf(user, friends);
    return friends.stream().map(RehearsalUsers::profileOf).toList();
  }
}
