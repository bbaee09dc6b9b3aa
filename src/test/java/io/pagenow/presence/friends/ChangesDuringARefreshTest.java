package io.pagenow.presence.friends;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pagenow.presence.friends.FriendLists.Change;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.postgres.PostgresParts;
import io.pagenow.presence.postgres.PostgresStores;
import io.pagenow.presence.sharing.SharingRules;
import io.pagenow.presence.sharing.UserRules;
import io.pagenow.presence.testing.People;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A refresh reads marks, and then the lists and rules with other marks than before. */
@ExtendWith(PostgresStores.class)
@SuppressWarnings("NullAway.Init") // Set before each test.
class ChangesDuringARefreshTest {

  private static final UserId ANN = new UserId("ann");
  private static final UserId BEN = new UserId("ben");

  private final List<Change> changes = new ArrayList<>();
  private People people;
  private DisturbedFriendships friendships;
  private UserRules rules;
  private FriendLists lists;

  @BeforeEach
  void start(People database, PostgresParts postgres) throws SQLException {
    people = database;
    friendships = new DisturbedFriendships(postgres.friendships());
    rules = new UserRules(postgres.sharingLists());
    lists = new FriendLists(friendships, rules);
    people.add(ANN, BEN);
    lists.load(ANN);
  }

  @Test
  void aFriendshipThatEndsForAMomentIsNoticed() throws SQLException {
    people.befriend(BEN, ANN);
    friendships.afterMarks(() -> people.unfriend(BEN, ANN));
    lists.refresh(Set.of(ANN), changes::add);
    assertEquals(List.of(), changes);

    people.befriend(BEN, ANN);
    lists.refresh(Set.of(ANN), changes::add);

    assertEquals(List.of(new Change(ANN, BEN, true)), changes);
  }

  @Test
  void rulesThatDoNotHoldForAMomentAreNoticed() throws SQLException {
    people.shareAllBut(ANN);
    people.shareOnly(ANN);
    friendships.afterMarks(() -> people.shareAllBut(ANN));
    lists.refresh(Set.of(ANN), changes::add);
    assertEquals(SharingRules.SHOW_ALL, rules.of(ANN));

    people.shareOnly(ANN);
    lists.refresh(Set.of(ANN), changes::add);

    assertEquals(SharingRules.onlyAllowed(List.of()), rules.of(ANN));
  }

  @Test
  void changesBeforeAFailureAreReported() throws SQLException {
    Set<UserId> connected = people.addFriends(ANN, 1_100);
    lists.refresh(connected, change -> {});
    people.sql("DELETE FROM friendship_table");
    friendships.afterMarks(() -> friendships.afterMarks(ChangesDuringARefreshTest::fail));

    assertThrows(UnavailableException.class, () -> lists.refresh(connected, changes::add));
    assertEquals(1_000, changes.size());
    lists.refresh(connected, changes::add);

    assertEquals(connected, changes.stream().map(Change::user).collect(Collectors.toSet()));
    assertEquals(connected.size(), changes.size());
  }

  private static void fail() {
    throw new UnavailableException("The user database");
  }
}
