package io.pagenow.presence.postgres;

import io.pagenow.presence.friends.Friendships;
import io.pagenow.presence.model.Profile;
import io.pagenow.presence.model.UserId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Friendships in the tables of the user service. Each method is one statement outside a
 * transaction, as a connection proxy likes it.
 */
@Singleton
public final class PostgresFriendships implements Friendships {

  // A pair stands in either order, or in both: UNION leaves out what is there twice.
  private static final String FRIENDS =
      """
      SELECT user_id1, user_id2 FROM friendship_table
        WHERE user_id1 = ANY (?) AND accepted_at IS NOT NULL AND user_id1 <> user_id2
      UNION
      SELECT user_id2, user_id1 FROM friendship_table
        WHERE user_id2 = ANY (?) AND accepted_at IS NOT NULL AND user_id1 <> user_id2
      """;

  // Two sums of 32-bit hashes: that both stay as they were though the friends did not is as likely
  // as one in 2^64.
  private static final String MARKS =
      """
      SELECT user_id, count(*) || ' ' || sum(hashtext(friend)) || ' ' || sum(hashtext(friend || '+'))
        FROM (
          SELECT user_id1 AS user_id, user_id2 AS friend FROM friendship_table
            WHERE user_id1 = ANY (?) AND accepted_at IS NOT NULL
          UNION ALL
          SELECT user_id2, user_id1 FROM friendship_table
            WHERE user_id2 = ANY (?) AND accepted_at IS NOT NULL) AS friends
        GROUP BY user_id
      """;

  private static final String FRIENDSHIP =
      """
      SELECT 1 FROM friendship_table
        WHERE user_id1 = ? AND user_id2 = ? AND accepted_at IS NOT NULL
      UNION ALL
      SELECT 1 FROM friendship_table
        WHERE user_id1 = ? AND user_id2 = ? AND accepted_at IS NOT NULL
      """;

  // Who is in the array twice is found once. A join with a UNION would cost a sixth more.
  private static final String CIRCLE =
      """
      SELECT user_id, first_name, last_name, profile_image_extension FROM user_table
        WHERE user_id = ANY (ARRAY (
          SELECT CAST(? AS varchar)
          UNION ALL
          SELECT user_id2 FROM friendship_table WHERE user_id1 = ? AND accepted_at IS NOT NULL
          UNION ALL
          SELECT user_id1 FROM friendship_table WHERE user_id2 = ? AND accepted_at IS NOT NULL))
        ORDER BY user_id
      """;

  private final Queries queries;

  @Inject
  public PostgresFriendships(Queries queries) {
    this.queries = queries;
  }

  @Override
  public Map<UserId, Set<UserId>> friendsOf(Collection<UserId> users) {
    return queries.run(connection -> friendsOf(users, connection));
  }

  @Override
  public Map<UserId, String> marksOf(Collection<UserId> users) {
    return queries.run(connection -> marksOf(users, connection));
  }

  @Override
  public boolean areFriends(UserId one, UserId other) {
    return !one.equals(other) && queries.run(connection -> areFriends(one, other, connection));
  }

  @Override
  public List<Profile> circleOf(UserId user) {
    return queries.run(connection -> circleOf(user, connection));
  }

  private static Map<UserId, Set<UserId>> friendsOf(Collection<UserId> users, Connection connection)
      throws SQLException {
    Map<UserId, Set<UserId>> friends = new HashMap<>();
    users.forEach(user -> friends.put(user, new HashSet<>()));
    try (PreparedStatement statement = connection.prepareStatement(FRIENDS)) {
      setUsers(users, statement);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Set<UserId> of = friends.get(new UserId(rows.getString(1)));
          if (of != null) {
            UserId.parse(rows.getString(2)).ifPresent(of::add);
          }
        }
      }
    }
    return friends;
  }

  private static Map<UserId, String> marksOf(Collection<UserId> users, Connection connection)
      throws SQLException {
    Map<UserId, String> marks = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(MARKS)) {
      setUsers(users, statement);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          marks.put(new UserId(rows.getString(1)), rows.getString(2));
        }
      }
    }
    return marks;
  }

  private static void setUsers(Collection<UserId> users, PreparedStatement statement)
      throws SQLException {
    Array ids =
        statement
            .getConnection()
            .createArrayOf("varchar", users.stream().map(UserId::value).toArray());
    statement.setArray(1, ids);
    statement.setArray(2, ids);
  }

  private static boolean areFriends(UserId one, UserId other, Connection connection)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FRIENDSHIP)) {
      statement.setString(1, one.value());
      statement.setString(2, other.value());
      statement.setString(3, other.value());
      statement.setString(4, one.value());
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  private static List<Profile> circleOf(UserId user, Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CIRCLE)) {
      for (int parameter = 1; parameter <= 3; parameter++) {
        statement.setString(parameter, user.value());
      }
      List<Profile> profiles = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Optional<UserId> id = UserId.parse(rows.getString(1));
          if (id.isPresent()) {
            profiles.add(
                new Profile(id.get(), rows.getString(2), rows.getString(3), rows.getString(4)));
          }
        }
      }
      return profiles;
    }
  }
}
