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
  public FriendList listOf(UserId user) {
    return rehearsed(user, database.listOf(user));
  }

  @Override
  public Map<UserId, FriendList> listsOf(Collection<UserId> users) {
    return database.listsOf(users).entrySet().stream()
        .collect(toMap(Map.Entry::getKey, entry -> rehearsed(entry.getKey(), entry.getValue())));
  }

  private static FriendList rehearsed(UserId user, FriendList read) {
    return new FriendList(RehearsalUsers.friendsOf(user), read.mark());
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
