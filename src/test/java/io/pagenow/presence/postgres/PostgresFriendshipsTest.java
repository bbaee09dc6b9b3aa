package io.pagenow.presence.postgres;

import static java.util.stream.Collectors.toMap;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
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
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresFriendshipsTest extends KnownFriendships {

  @Test
  void acceptedFriendshipsCountInEitherOrderAndPendingOnesDoNot() {
    assertEquals(
        Map.of(
            ANN, Set.of(BEN, CAT),
            BEN, Set.of(ANN),
            DAN, Set.of(),
            STRANGER, Set.of()),
        friendsOf(ANN, BEN, DAN, STRANGER));
  }

  @Test
  void aPairStoredInBothOrdersCountsOnce() throws SQLException {
    people.befriend(BEN, ANN);

    assertEquals(Map.of(BEN, Set.of(ANN)), friendsOf(BEN));
    assertEquals(List.of(profile(ANN), profile(BEN)), friendships.profilesOf(BEN));
  }

  @Test
  void aUserIsNotTheirOwnFriend() throws SQLException {
    people.befriend(BEN, BEN);

    assertEquals(Map.of(BEN, Set.of(ANN)), friendsOf(BEN));
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

  private Map<UserId, Set<UserId>> friendsOf(UserId... users) {
    return friendships.listsOf(List.of(users)).entrySet().stream()
        .collect(toMap(Map.Entry::getKey, entry -> entry.getValue().friends()));
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
  void userIdsArePassedAsParametersNotAsSql() throws SQLException {
    UserId odd = new UserId("'--\"{},\\");
    assertEquals(Map.of(odd, Set.of()), friendsOf(odd));
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
}
