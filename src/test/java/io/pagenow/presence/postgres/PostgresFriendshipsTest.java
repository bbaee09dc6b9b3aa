package io.pagenow.presence.postgres;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.friends.Friendships;
import io.pagenow.presence.friends.Friendships.Marks;
import io.pagenow.presence.model.Profile;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.People;
import io.pagenow.presence.testing.Stores;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;

@ExtendWith(Stores.class)
class PostgresFriendshipsTest {

  private static final UserId ANN = new UserId("ann");
  private static final UserId BEN = new UserId("ben");
  private static final UserId CAT = new UserId("cat");
  private static final UserId DAN = new UserId("dan");
  private static final UserId STRANGER = new UserId("stranger");

  private People people;
  private PostgresParts postgres;
  private Friendships friendships;

  @BeforeEach
  void start(Stores stores) throws SQLException {
    people = stores.people();
    postgres = new PostgresParts(stores.database(), Thread::new);
    friendships = postgres.friendships();
    people.add(ANN, BEN, CAT, DAN);
    people.befriend(ANN, BEN);
    people.befriend(CAT, ANN);
    people.sql("INSERT INTO friendship_table (user_id1, user_id2) VALUES ('ann', 'dan')");
  }

  @AfterEach
  void stop() {
    postgres.close();
  }

  @Test
  void acceptedFriendshipsCountInEitherOrderAndPendingOnesDoNot() {
    assertEquals(
        Map.of(
            ANN, Set.of(BEN, CAT),
            BEN, Set.of(ANN),
            DAN, Set.of(),
            STRANGER, Set.of()),
        friendships.friendsOf(List.of(ANN, BEN, DAN, STRANGER)));
  }

  @Test
  void theMarkChangesOnlyWithTheAcceptedFriends() throws SQLException {
    Map<UserId, Marks> before = friendships.marksOf(List.of(ANN, BEN, CAT, DAN, STRANGER));
    assertEquals(Set.of(ANN, BEN, CAT), withFriends(before));

    people.sql("UPDATE friendship_table SET accepted_at = now() WHERE user_id2 = 'dan'");
    people.unfriend(ANN, BEN);
    Map<UserId, Marks> after = friendships.marksOf(List.of(ANN, BEN, CAT, DAN, STRANGER));

    assertEquals(Set.of(ANN, CAT, DAN), withFriends(after));
    assertNotEquals(before.get(ANN), after.get(ANN), "one friend added and one removed");
    assertEquals(before.get(CAT), after.get(CAT));
  }

  @Test
  void theMarkChangesWithTheSharingRules() throws SQLException {
    List<UserId> users = List.of(ANN, BEN, CAT, STRANGER);
    Map<UserId, Long> friends = marks(users, Marks::friends);
    Map<UserId, Long> before = marks(users, Marks::rules);
    assertEquals(before.get(BEN), before.get(CAT));
    assertEquals(0, before.get(STRANGER));

    people.shareAllBut(ANN, "bank.test");
    people.shareOnly(BEN);
    Map<UserId, Long> after = marks(users, Marks::rules);

    assertNotEquals(before.get(ANN), after.get(ANN));
    assertNotEquals(before.get(BEN), after.get(BEN));
    assertEquals(before.get(CAT), after.get(CAT));
    assertEquals(friends, marks(users, Marks::friends));
  }

  private Map<UserId, Long> marks(List<UserId> users, Function<Marks, Long> mark) {
    return friendships.marksOf(users).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> mark.apply(entry.getValue())));
  }

  private static Set<UserId> withFriends(Map<UserId, Marks> marks) {
    return marks.entrySet().stream()
        .filter(entry -> entry.getValue().friends() != 0)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  @Test
  void aPairStoredInBothOrdersCountsOnce() throws SQLException {
    people.befriend(BEN, ANN);

    assertEquals(Map.of(BEN, Set.of(ANN)), friendships.friendsOf(List.of(BEN)));
    assertEquals(List.of(profile(ANN), profile(BEN)), friendships.profilesOf(BEN));
  }

  @Test
  void aUserIsNotTheirOwnFriend() throws SQLException {
    people.befriend(BEN, BEN);

    assertEquals(Map.of(BEN, Set.of(ANN)), friendships.friendsOf(List.of(BEN)));
    assertFalse(friendships.areFriends(BEN, BEN));
  }

  @Test
  void aFriendshipHoldsInBothDirections() {
    assertTrue(friendships.areFriends(ANN, CAT));
    assertTrue(friendships.areFriends(CAT, ANN));
    assertFalse(friendships.areFriends(ANN, DAN));
    assertFalse(friendships.areFriends(BEN, CAT));
    assertFalse(friendships.areFriends(ANN, STRANGER));
  }

  @Test
  void theProfilesAreThoseOfTheUserAndTheirFriends() throws SQLException {
    people.sql("UPDATE user_table SET profile_image_extension = 'png' WHERE user_id = 'ben'");

    assertEquals(
        List.of(profile(ANN), new Profile(BEN, "ben", "Test", "png"), profile(CAT)),
        friendships.profilesOf(ANN));
    assertEquals(List.of(), friendships.profilesOf(STRANGER));
  }

  @Test
  void aFriendWithoutAProfileHasEmptyNames() throws SQLException {
    people.sql(
        "SET session_replication_role = replica; INSERT INTO friendship_table (user_id1, user_id2,"
            + " accepted_at) VALUES ('nameless', 'ann', now())");

    assertEquals(
        List.of(
            profile(ANN),
            profile(BEN),
            profile(CAT),
            new Profile(new UserId("nameless"), "", "", null)),
        friendships.profilesOf(ANN));
  }

  @Test
  void longNamesAreCut() throws SQLException {
    people.sql(
        "UPDATE user_table SET first_name = repeat('x', 300), last_name = repeat('가', 300)"
            + " WHERE user_id = 'ben'");

    assertEquals(
        List.of(profile(ANN), new Profile(BEN, "x".repeat(256), "가".repeat(256), null)),
        friendships.profilesOf(BEN));
  }

  @Test
  void singleQueriesAndBatchesShareTwentyConnections(Stores stores) throws Exception {
    ExecutorService callers = Executors.newCachedThreadPool();
    try (Connection blocker = stores.database().getConnection();
        Statement statement = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      statement.execute("LOCK TABLE friendship_table IN ACCESS EXCLUSIVE MODE");
      for (int i = 0; i < 60; i++) {
        UserId user = new UserId("caller" + i);
        callers.execute(() -> friendships.areFriends(user, ANN));
        callers.execute(() -> friendships.friendsOf(user));
      }
      await().until(() -> waitingConnections(stores) >= 20);
      // A batch starts at most every 20 ms.
      await()
          .during(Duration.ofMillis(600))
          .atMost(Duration.ofSeconds(5))
          .until(() -> waitingConnections(stores) == 20);
      blocker.rollback();
    } finally {
      callers.shutdownNow();
    }
  }

  private static int waitingConnections(Stores stores) throws SQLException {
    try (Connection connection = stores.database().getConnection();
        Statement statement = connection.createStatement();
        ResultSet count =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                    + " AND query LIKE '%friendship_table%'")) {
      count.next();
      return count.getInt(1);
    }
  }

  @Test
  void namesAreCachedButFriendshipsAreNot() throws SQLException {
    friendships.profilesOf(ANN);

    people.sql("UPDATE user_table SET first_name = 'Benedict' WHERE user_id = 'ben'");
    people.sql("UPDATE friendship_table SET accepted_at = now() WHERE user_id2 = 'dan'");
    people.unfriend(CAT, ANN);

    assertEquals(
        List.of(profile(ANN), profile(BEN), profile(DAN)),
        friendships.profilesOf(ANN),
        "the cached name and the current friends");
  }

  @Test
  void userIdsArePassedAsParametersNotAsSql() throws SQLException {
    UserId odd = new UserId("'--\"{},\\");
    assertEquals(Map.of(odd, Set.of()), friendships.friendsOf(List.of(odd)));
    assertEquals(List.of(), friendships.profilesOf(odd));
    assertFalse(friendships.areFriends(odd, ANN));
  }

  @Test
  void anUnreachableDatabaseIsReportedAsUnavailable() {
    PGSimpleDataSource nowhere = new PGSimpleDataSource();
    nowhere.setServerNames(new String[] {"127.0.0.1"});
    nowhere.setPortNumbers(new int[] {1});
    try (PostgresParts broken = new PostgresParts(nowhere, Thread::new)) {
      assertThrows(UnavailableException.class, () -> broken.friendships().profilesOf(ANN));
    }
  }

  private static Profile profile(UserId user) {
    return new Profile(user, user.value(), "Test", null);
  }
}
