package io.pagenow.presence.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.model.Profile;
import io.pagenow.presence.model.UserId;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The profiles of users and their friends. */
class FriendProfilesTest extends KnownFriendships {

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
}
