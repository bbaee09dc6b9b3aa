package io.pagenow.presence.postgres;

import com.github.benmanes.caffeine.cache.Cache;
import io.pagenow.presence.concurrent.Caches;
import io.pagenow.presence.model.Profile;
import io.pagenow.presence.model.UserId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The profiles in the user database, cached for a minute. Thread-safe. */
final class Profiles {

  // The table does not limit the names, and a snapshot contains those of all friends.
  private static final String PROFILES =
      """
      SELECT user_id, left(first_name, 256), left(last_name, 256),
          left(profile_image_extension, 16)
        FROM user_table WHERE user_id = ANY (?)
      """;

  /** The maximum delay until a changed name is shown. */
  private static final Duration AGE = Duration.ofMinutes(1);

  /** The maximum number of cached profiles, some hundred bytes each. */
  private static final int KEPT = 50_000;

  private final Queries queries;
  private final Cache<UserId, Profile> cache = Caches.expiring(AGE, KEPT);

  Profiles(Queries queries) {
    this.queries = queries;
  }

  /**
   * Returns the profiles of users; none for a user without a profile. Blocks.
   *
   * @throws io.pagenow.presence.model.UnavailableException if the database does not answer
   */
  Map<UserId, Profile> of(Set<UserId> users) {
    return cache.getAll(users, unknown -> queries.run(connection -> read(unknown, connection)));
  }

  private static Map<UserId, Profile> read(Set<? extends UserId> users, Connection connection)
      throws SQLException {
    Map<UserId, Profile> profiles = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(PROFILES)) {
      statement.setArray(1, PostgresFriendships.array(users, connection));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          UserId user = new UserId(rows.getString(1));
          profiles.put(
              user, new Profile(user, rows.getString(2), rows.getString(3), rows.getString(4)));
        }
      }
    }
    return profiles;
  }
}
