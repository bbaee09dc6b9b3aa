package io.pagenow.presence.friends;

import io.pagenow.presence.model.Profile;
import io.pagenow.presence.model.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The friendships in the database, with an action after marks are read. */
final class DisturbedFriendships implements Friendships {

  private final Friendships database;
  private Action afterMarks = () -> {};

  /** Something that fails or changes the database. */
  interface Action {
    void run() throws Exception;
  }

  DisturbedFriendships(Friendships database) {
    this.database = database;
  }

  /** Runs an action after the next marks are read, and not again. */
  void afterMarks(Action action) {
    afterMarks = action;
  }

  @Override
  public FriendList listOf(UserId user) {
    return database.listOf(user);
  }

  @Override
  public Map<UserId, FriendList> listsOf(Collection<UserId> users) {
    return database.listsOf(users);
  }

  @Override
  public Map<UserId, Marks> marksOf(Collection<UserId> users) {
    Map<UserId, Marks> marks = database.marksOf(users);
    disturb();
    return marks;
  }

  private void disturb() {
    Action action = afterMarks;
    afterMarks = () -> {};
    try {
      action.run();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean areFriends(UserId one, UserId other) {
    return database.areFriends(one, other);
  }

  @Override
  public Map<UserId, Profile> profilesOf(Set<UserId> users) {
    return database.profilesOf(users);
  }

  @Override
  public List<Profile> profilesOf(UserId user, Set<UserId> friends) {
    return database.profilesOf(user, friends);
  }
}
