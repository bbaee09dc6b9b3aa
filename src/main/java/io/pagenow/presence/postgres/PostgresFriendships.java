package io.pagenow.presence.postgres;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;

import io.pagenow.presence.concurrent.Batcher;
import io.pagenow.presence.friends.Friendships;
import io.pagenow.presence.friends.Friendships.FriendList;
import io.pagenow.presence.model.Profile;
import io.pagenow.presence.model.UserId;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The friendships in the tables of the user database. Statements run outside transactions, so that
 * a connection proxy can share connections. One statement reads the friend lists of many concurrent
 * callers. Thread-safe.
 */
@Singleton
public final class PostgresFriendships implements Friendships {

  // A pair may be stored in either order, or in both.
  private static final String FRIENDS =
      """
      SELECT user_id1, user_id2, hashtextextended(user_id2, 0) FROM friendship_table
        WHERE user_id1 = ANY (?) AND accepted_at IS NOT NULL
      UNION ALL
      SELECT user_id2, user_id1, hashtextextended(user_id1, 0) FROM friendship_table
        WHERE user_id2 = ANY (?) AND accepted_at IS NOT NULL
      """;

  // The mark of a list is the sum of the hashes in its rows, which overflows as Java longs do. One
  // subquery for each user is cheaper than a union with GROUP BY.
  private static final String MARKS =
      """
      SELECT users.id,
          (SELECT sum(hashtextextended(user_id2, 0)) FROM friendship_table
            WHERE user_id1 = users.id AND accepted_at IS NOT NULL),
          (SELECT sum(hashtextextended(user_id1, 0)) FROM friendship_table
            WHERE user_id2 = users.id AND accepted_at IS NOT NULL),
          (SELECT RULES FROM user_table WHERE user_id = users.id)
        FROM unnest(?) AS users (id)
      """
          .replace("RULES", Hashes.OF_RULES);

  private static final String FRIENDSHIP =
      """
      SELECT 1 FROM friendship_table
        WHERE user_id1 = ? AND user_id2 = ? AND accepted_at IS NOT NULL
      UNION ALL
      SELECT 1 FROM friendship_table
        WHERE user_id1 = ? AND user_id2 = ? AND accepted_at IS NOT NULL
      """;

  private final Queries queries;
  private final Batcher<UserId, FriendList> lists;
  private final Profiles profiles;

  @Inject
  public PostgresFriendships(Queries queries) {
    this.queries = queries;
    this.profiles = new Profiles(queries);
    this.lists =
        queries.batcher(
            (users, connection) -> {
              Map<UserId, FriendList> read = listsOf(users, connection);
              return users.stream().map(user -> requireNonNull(read.get(user))).toList();
            });
  }

  @PreDestroy
  void close() {
    lists.close();
  }

  @Override
  public FriendList listOf(UserId user) {
    return lists.ask(user).get();
  }

  @Override
  public Map<UserId, FriendList> listsOf(Collection<UserId> users) {
    return queries.run(connection -> listsOf(users, connection));
  }

  @Override
  public Map<UserId, Marks> marksOf(Collection<UserId> users) {
    return queries.run(connection -> marksOf(users, connection));
  }

  @Override
  public boolean areFriends(UserId one, UserId other) {
    return !one.equals(other) && queries.run(connection -> areFriends(one, other, connection));
  }

  @Override
  public List<Profile> profilesOf(UserId user, Set<UserId> friends) {
    Set<UserId> users = new TreeSet<>(comparing(UserId::value));
    users.addAll(friends);
    users.add(user);
    Map<UserId, Profile> known = profiles.of(users);
    return users.stream()
        .filter(each -> known.containsKey(each) || !each.equals(user))
        .map(each -> known.getOrDefault(each, Profile.unknown(each)))
        .toList();
  }

  @Override
  public Map<UserId, Profile> profilesOf(Set<UserId> users) {
    return profiles.of(users);
  }

  private static Map<UserId, FriendList> listsOf(Collection<UserId> users, Connection connection)
      throws SQLException {
    Map<UserId, ReadList> lists = new HashMap<>();
    users.forEach(user -> lists.put(user, new ReadList(user)));
    try (PreparedStatement statement = connection.prepareStatement(FRIENDS)) {
      Array ids = array(users, connection);
      statement.setArray(1, ids);
      statement.setArray(2, ids);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          ReadList of = requireNonNull(lists.get(new UserId(rows.getString(1))));
          of.add(rows.getString(2), rows.getLong(3));
        }
      }
    }
    return lists.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().list()));
  }

  private static Map<UserId, Marks> marksOf(Collection<UserId> users, Connection connection)
      throws SQLException {
    Map<UserId, Marks> marks = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(MARKS)) {
      statement.setArray(1, array(users, connection));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          BigDecimal one = rows.getBigDecimal(2);
          BigDecimal other = rows.getBigDecimal(3);
          long friends = one == null && other == null ? 0 : Hashes.mark(hash(one) + hash(other));
          long hash = rows.getLong(4);
          long rules = rows.wasNull() ? 0 : Hashes.mark(hash);
          marks.put(new UserId(rows.getString(1)), new Marks(friends, rules));
        }
      }
    }
    return marks;
  }

  private static long hash(@Nullable BigDecimal sum) {
    return sum == null ? 0 : sum.longValue();
  }

  static Array array(Collection<? extends UserId> users, Connection connection)
      throws SQLException {
    return connection.createArrayOf("varchar", users.stream().map(UserId::value).toArray());
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
}
