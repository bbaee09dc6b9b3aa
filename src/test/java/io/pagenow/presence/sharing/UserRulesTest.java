package io.pagenow.presence.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pagenow.presence.friends.FriendLists;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.postgres.PostgresParts;
import io.pagenow.presence.postgres.PostgresStores;
import io.pagenow.presence.testing.People;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresStores.class)
class UserRulesTest {

  private static final UserId ANN = new UserId("ann");
  private static final UserId BEN = new UserId("ben");
  private static final SharingRules ONLY_A = SharingRules.onlyAllowed(List.of("a.test"));

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger queries = new AtomicInteger();
  private boolean databaseIsDown;

  private People people;
  private PostgresParts postgres;
  private UserRules rules;
  private FriendLists friendLists;

  @BeforeEach
  void start(People database, PostgresParts adapter) throws SQLException {
    people = database;
    postgres = adapter;
    rules = new UserRules(new CountedLists(), nanos::get);
    friendLists = new FriendLists(postgres.friendships(), rules);
    people.add(ANN, BEN);
  }

  /** The lists in the database, which a test may disconnect. */
  private final class CountedLists implements SharingLists {

    @Override
    public Supplier<MarkedRules> startReading(UserId user) {
      return lists().startReading(user);
    }

    @Override
    public Map<UserId, MarkedRules> read(Collection<UserId> users) {
      return lists().read(users);
    }

    private SharingLists lists() {
      queries.incrementAndGet();
      if (databaseIsDown) {
        throw new UnavailableException("The user database");
      }
      return postgres.sharingLists();
    }
  }

  private void refresh(Set<UserId> connected) {
    friendLists.refresh(connected, change -> {});
  }

  @Test
  void rulesAreReadWhenTheirUserConnects() {
    assertEquals(SharingRules.SHOW_NONE, rules.of(ANN));

    friendLists.load(ANN);

    assertEquals(SharingRules.SHOW_ALL, rules.of(ANN));
  }

  @Test
  void aRefreshReadsChangedRulesOnly() throws SQLException {
    friendLists.load(ANN);
    friendLists.load(BEN);
    refresh(Set.of(ANN, BEN));
    rules.takeChanged();
    int before = queries.get();

    refresh(Set.of(ANN, BEN));
    assertEquals(before, queries.get());
    people.shareOnly(ANN, "a.test");
    refresh(Set.of(ANN, BEN));

    assertEquals(before + 1, queries.get());
    assertEquals(ONLY_A, rules.of(ANN));
    assertEquals(SharingRules.SHOW_ALL, rules.of(BEN));
    assertEquals(Set.of(ANN), rules.takeChanged());
    assertEquals(Set.of(), rules.takeChanged());
  }

  @Test
  void aNotificationReadsTheRulesOfItsUsers() throws SQLException {
    friendLists.load(ANN);
    people.shareOnly(ANN, "a.test");
    people.shareOnly(BEN, "a.test");

    friendLists.refreshSome(Set.of(ANN, BEN), change -> {});

    assertEquals(ONLY_A, rules.of(ANN));
    assertEquals(Set.of(ANN), rules.takeChanged());
  }

  @Test
  void rulesThatAreReadAgainCountAsChangedIfTheyDiffer() throws SQLException {
    friendLists.load(ANN);
    rules.readAgain(List.of(ANN));
    refresh(Set.of(ANN));
    assertEquals(Set.of(), rules.takeChanged());
    people.shareOnly(ANN, "a.test");

    rules.readAgain(List.of(ANN, BEN));

    assertEquals(Set.of(ANN), rules.takeChanged());
    assertEquals(ONLY_A, rules.of(ANN));
    assertEquals(SharingRules.SHOW_NONE, rules.of(BEN), "not loaded");
  }

  @Test
  void theCurrentRulesOfUsersWhoAreNotConnectedAreRead() throws SQLException {
    friendLists.load(ANN);
    people.shareOnly(BEN, "a.test");
    int before = queries.get();

    assertEquals(
        Map.of(ANN, SharingRules.SHOW_ALL, BEN, ONLY_A), rules.currentOf(List.of(ANN, BEN)));
    assertEquals(Map.of(ANN, SharingRules.SHOW_ALL), rules.currentOf(List.of(ANN)));
    assertEquals(before + 1, queries.get());
  }

  @Test
  void oldRulesShowNothingUntilTheyAreReadAgain() {
    friendLists.load(ANN);
    nanos.addAndGet(UserRules.MAX_AGE.toNanos());
    assertEquals(SharingRules.SHOW_ALL, rules.of(ANN));

    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertEquals(SharingRules.SHOW_NONE, rules.of(ANN));
    assertEquals("unknown-rules", rules.of(ANN).name(), "the cause in an explanation");
    databaseIsDown = true;
    assertThrows(UnavailableException.class, () -> rules.readAgain(List.of(ANN)));
    assertEquals(SharingRules.SHOW_NONE, rules.of(ANN));
    databaseIsDown = false;
    rules.readAgain(List.of(ANN));

    assertEquals(SharingRules.SHOW_ALL, rules.of(ANN));
  }

  @Test
  void rulesOfDisconnectedUsersAreRemoved() {
    friendLists.load(ANN);
    refresh(Set.of(ANN));
    refresh(Set.of());

    assertEquals(SharingRules.SHOW_NONE, rules.of(ANN));
  }

  @Test
  void aConnectedUserWithoutRulesGetsThemWithTheNextRefresh() {
    refresh(Set.of(ANN));

    assertEquals(SharingRules.SHOW_ALL, rules.of(ANN));
    assertEquals(Set.of(ANN), rules.takeChanged());
  }
}
