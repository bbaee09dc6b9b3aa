package io.pagenow.presence.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.pagenow.presence.model.UserId;
import io.pagenow.presence.sharing.SharingChoices;
import io.pagenow.presence.sharing.SharingChoices.Choice;
import io.pagenow.presence.sharing.SharingLists;
import io.pagenow.presence.testing.People;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresStores.class)
class PostgresSharingChoicesTest {

  private static final UserId ANN = new UserId("ann");

  private People people;
  private SharingChoices choices;

  @BeforeEach
  void start(People database, PostgresParts postgres) throws SQLException {
    people = database;
    choices = postgres.sharingChoices();
    people.add(ANN);
  }

  @Test
  void bothListsAreReadAsTheUserTypedThem() throws SQLException {
    people.shareOnly(ANN, "A.test", "*.b.test");
    people.shareAllBut(ANN, "https://c.test/x");

    assertEquals(
        new Choice(true, List.of("A.test", "*.b.test"), List.of("https://c.test/x")),
        choices.of(ANN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NULL", "'DEFAULT_ALL'", "'default_none'"})
  void anyOtherModeThanDefaultAllSharesTheAllowListOnly(String mode) throws SQLException {
    people.sql(
        "UPDATE user_table SET domain_allow_array = NULL, domain_deny_array = NULL, share_mode = "
            + mode);

    assertEquals(new Choice(false, List.of(), List.of()), choices.of(ANN));
  }

  @Test
  void userWithoutAProfileSharesNothing() {
    assertEquals(new Choice(false, List.of(), List.of()), choices.of(new UserId("stranger")));
  }

  @Test
  void listThatIsTooLongIsNotRead() throws SQLException {
    people.shareAllBut(ANN, "a".repeat(SharingLists.MAX_BYTES - 1));

    assertNull(choices.of(ANN).deny());
  }
}
