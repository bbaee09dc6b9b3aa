package io.pagenow.presence.postgres;

import io.pagenow.presence.friends.Friendships;
import io.pagenow.presence.model.Profile;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.People;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ann's friends Ben and Cat, Dan with a pending friendship, and the queries for them. */
@ExtendWith(PostgresStores.class)
abstract class KnownFriendships {

  static final UserId ANN = new UserId("ann");
  static final UserId BEN = new UserId("ben");
  static final UserId CAT = new UserId("cat");
  static final UserId DAN = new UserId("dan");
  static final UserId STRANGER = new UserId("stranger");

  People people;
  PostgresParts postgres;
  Friendships friendships;

  @BeforeEach
  void start(People database, PostgresParts adapter) throws SQLException {
    people = database;
    postgres = adapter;
    friendships = postgres.friendships();
    people.add(ANN, BEN, CAT, DAN);
    people.befriend(ANN, BEN);
    people.befriend(CAT, ANN);
    people.sql("INSERT INTO friendship_table (user_id1, user_id2) VALUES ('ann', 'dan')");
  }

  static Profile profile(UserId user) {
    return new Profile(user, user.value(), "Test", null);
  }
}
