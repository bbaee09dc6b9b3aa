package io.pagenow.presence.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.pagenow.presence.friends.Friendships.Marks;
import io.pagenow.presence.model.UserId;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The marks that show changes of friend lists and sharing rules. */
class FriendshipMarksTest extends KnownFriendships {

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

  @Test
  void listsAndRulesHaveTheMarksThatTheirRowsHave() throws SQLException {
    people.befriend(BEN, ANN);
    people.befriend(CAT, CAT);
    people.shareAllBut(ANN, "bank.test");
    List<UserId> users = List.of(ANN, BEN, CAT, DAN, STRANGER);

    assertEquals(
        marks(users, Marks::friends),
        friendships.listsOf(users).entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().mark())));
    assertEquals(
        marks(users, Marks::rules),
        postgres.sharingLists().read(users).entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().mark())));
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
}
