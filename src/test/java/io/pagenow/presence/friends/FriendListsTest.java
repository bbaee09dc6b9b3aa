package io.pagenow.presence.friends;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.friends.FriendLists.Change;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.postgres.PostgresParts;
import io.pagenow.presence.postgres.PostgresStores;
import io.pagenow.presence.sharing.UserRules;
import io.pagenow.presence.testing.People;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresStores.class)
class FriendListsTest {

  private static final UserId ANN = new UserId("ann");
  private static final UserId BEN = new UserId("ben");
  private static final UserId CAT = new UserId("cat");

  private People people;
  private PostgresParts postgres;
  private FriendLists book;

  @BeforeEach
  void start(People database, PostgresParts adapter) throws SQLException {
    people = database;
    postgres = adapter;
    book = new FriendLists(postgres.friendships(), new UserRules(postgres.sharingLists()));
    people.add(ANN, BEN, CAT);
    people.befriend(ANN, BEN);
  }

  @Test
  void aListIsReadWhenItsUserConnects() {
    assertEquals(Set.of(), book.friendsOf(ANN));

    book.load(ANN);

    assertEquals(Set.of(BEN), book.friendsOf(ANN));
  }

  @Test
  void aListReplacesAQueryForFiveSecondsAfterARefresh() {
    AtomicLong nanos = new AtomicLong();
    FriendLists lists =
        new FriendLists(postgres.friendships(), new UserRules(postgres.sharingLists()), nanos::get);
    lists.load(ANN);
    assertEquals(Optional.of(Set.of(BEN)), lists.freshFriendsOf(ANN));
    assertEquals(Optional.empty(), lists.freshFriendsOf(BEN));

    nanos.addAndGet(FriendLists.FRESH.toNanos() + 1);
    assertEquals(Optional.empty(), lists.freshFriendsOf(ANN));

    lists.refresh(Set.of(ANN), change -> {});
    assertEquals(Optional.of(Set.of(BEN)), lists.freshFriendsOf(ANN));
  }

  @Test
  void theEndOfTheLastFriendshipIsNoticedAfterAPartialRefresh() throws SQLException {
    book.load(ANN);
    book.refreshSome(Set.of(ANN), change -> {});
    people.unfriend(ANN, BEN);

    assertEquals(List.of(new Change(ANN, BEN, false)), refresh(Set.of(ANN)));
  }

  @Test
  void aRefreshReturnsNewAndEndedFriendships() throws SQLException {
    book.load(ANN);
    people.unfriend(ANN, BEN);
    people.befriend(CAT, ANN);

    assertEquals(
        Set.of(new Change(ANN, CAT, true), new Change(ANN, BEN, false)),
        Set.copyOf(refresh(Set.of(ANN))));
    assertEquals(Set.of(CAT), book.friendsOf(ANN));
    assertEquals(List.of(), refresh(Set.of(ANN)));
  }

  @Test
  void theListOfAUserWhoIsConnectingSurvivesOneRefresh() {
    book.load(ANN);
    refresh(Set.of());
    assertEquals(Set.of(BEN), book.friendsOf(ANN));

    refresh(Set.of());
    assertEquals(Set.of(), book.friendsOf(ANN));
  }

  @Test
  void theListOfAConnectedUserIsKept() {
    book.load(ANN);
    for (int i = 0; i < 3; i++) {
      refresh(Set.of(ANN));
    }

    assertEquals(Set.of(BEN), book.friendsOf(ANN));
  }

  @Test
  void theListOfAUserWhoReconnectsSurvivesOneRefresh() {
    book.load(ANN);
    refresh(Set.of(ANN));
    book.load(ANN);
    refresh(Set.of());

    assertEquals(Set.of(BEN), book.friendsOf(ANN));
  }

  @Test
  void theListsOfGivenUsersCanBeRefreshed() throws SQLException {
    book.load(ANN);
    people.befriend(CAT, ANN);

    List<Change> changes = new ArrayList<>();
    book.refreshSome(Set.of(ANN, CAT), changes::add);

    assertEquals(List.of(new Change(ANN, CAT, true)), changes);
    assertEquals(Set.of(), book.friendsOf(CAT), "is not connected");
  }

  @Test
  void aListThatCannotBeRefreshedExpires() {
    AtomicLong nanos = new AtomicLong();
    FriendLists stale =
        new FriendLists(postgres.friendships(), new UserRules(postgres.sharingLists()), nanos::get);
    stale.load(ANN);
    nanos.set(FriendLists.MAX_AGE.toNanos());
    assertEquals(Set.of(BEN), stale.friendsOf(ANN));

    nanos.addAndGet(1);
    assertEquals(Set.of(), stale.friendsOf(ANN));

    stale.refresh(Set.of(ANN), change -> {});
    assertEquals(Set.of(BEN), stale.friendsOf(ANN));
  }

  @Test
  void overAThousandListsAreReadInBatches() throws SQLException {
    Set<UserId> connected = people.addFriends(ANN, 1_100);
    refresh(connected);
    UserId some = connected.iterator().next();
    people.unfriend(some, ANN);

    assertEquals(List.of(new Change(some, ANN, false)), refresh(connected));
  }

  private List<Change> refresh(Set<UserId> connected) {
    List<Change> changes = new ArrayList<>();
    book.refresh(connected, changes::add);
    return changes;
  }
}
