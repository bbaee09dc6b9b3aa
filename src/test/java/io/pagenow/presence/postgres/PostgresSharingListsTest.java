package io.pagenow.presence.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.sharing.SharingLists;
import io.pagenow.presence.sharing.SharingRules;
import io.pagenow.presence.testing.People;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

@ExtendWith(PostgresStores.class)
class PostgresSharingListsTest {

  private static final UserId ANN = new UserId("ann");
  private static final UserId BEN = new UserId("ben");
  private static final UserId STRANGER = new UserId("stranger");

  private People people;
  private SharingLists lists;

  @BeforeEach
  void start(People database, PostgresParts postgres) throws SQLException {
    people = database;
    lists = postgres.sharingLists();
    people.add(ANN, BEN);
  }

  @Test
  void theModeChoosesTheList() throws SQLException {
    people.sql(
        "UPDATE user_table SET domain_allow_array = '{a.test}', domain_deny_array = '{b.test}'");
    people.sql("UPDATE user_table SET share_mode = 'default_none' WHERE user_id = 'ben'");

    assertEquals(
        Map.of(
            ANN, SharingRules.allButDenied(List.of("b.test")),
            BEN, SharingRules.onlyAllowed(List.of("a.test")),
            STRANGER, SharingRules.SHOW_NONE),
        lists.rulesOf(List.of(ANN, BEN, STRANGER)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NULL", "''", "'DEFAULT_ALL'", "'default_none'", "'x'", "DEFAULT"})
  void anyOtherModeThanDefaultAllUsesTheAllowList(String mode) throws SQLException {
    people.sql("UPDATE user_table SET share_mode = " + mode + ", domain_allow_array = '{a.test}'");

    assertEquals(SharingRules.onlyAllowed(List.of("a.test")), rulesOf(ANN));
  }

  @Test
  void missingListsAndEntriesAreEmpty() throws SQLException {
    people.sql("UPDATE user_table SET domain_deny_array = NULL WHERE user_id = 'ann'");
    people.sql(
        "UPDATE user_table SET domain_deny_array = '{NULL,\" \",\"\"}' WHERE user_id = 'ben'");

    assertEquals(SharingRules.SHOW_ALL, rulesOf(ANN));
    assertEquals(SharingRules.SHOW_ALL, rulesOf(BEN));
  }

  @Test
  void aListThatIsTooLongShowsNothing() throws SQLException {
    people.sql(
        "UPDATE user_table SET domain_deny_array = array_fill('bank.test'::text, '{7000}')"
            + " WHERE user_id = 'ann'");
    people.sql(
        "UPDATE user_table SET domain_deny_array = array_fill('bank.test'::text, '{6000}')"
            + " WHERE user_id = 'ben'");

    assertEquals(SharingRules.SHOW_NONE, rulesOf(ANN));
    assertEquals(SharingRules.allButDenied(List.of("bank.test")), rulesOf(BEN));
  }

  @Test
  void manyUsersAreReadAtOnce() throws SQLException {
    List<UserId> users = IntStream.range(0, 450).mapToObj(i -> new UserId("user" + i)).toList();
    people.addAll(users);

    Map<UserId, SharingRules> rules = lists.rulesOf(users);

    assertEquals(450, rules.size());
    rules.values().forEach(each -> assertEquals(SharingRules.SHOW_ALL, each));
  }

  @Test
  void anUnreachableDatabaseIsReportedAsUnavailable() {
    PGSimpleDataSource nowhere = new PGSimpleDataSource();
    nowhere.setServerNames(new String[] {"127.0.0.1"});
    nowhere.setPortNumbers(new int[] {1});
    try (PostgresParts broken = new PostgresParts(nowhere, Thread::new)) {
      assertThrows(UnavailableException.class, () -> broken.sharingLists().rulesOf(List.of(ANN)));
    }
  }

  private SharingRules rulesOf(UserId user) {
    return lists.rulesOf(List.of(user)).values().iterator().next();
  }
}
