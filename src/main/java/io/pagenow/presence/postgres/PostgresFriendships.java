package io.pagenow.presence.postgres;

import static java.util.Comparator.comparing;

import io.pagenow.presence.concurrent.Batcher;
import io.pagenow.presence.friends.Friendships;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The friendships in the tables of the user database. Statements run outside transactions, so that
 * a connection proxy can share connections. One statement reads the friend lists of many concurrent
 * callers. Thread-safe.
 */
@Singleton
public final class PostgresFriendships implements Friendships {

  // A pair may be stored in either order, or in both. The sets remove duplicates.
  private static final String FRIENDS =
      """
      SELECT user_id1, user_id2 FROM friendship_table
        WHERE user_id1 = ANY (?) AND accepted_at IS NOT NULL AND user_id1 <> user_id2
      UNION ALL
      SELECT user_id2, user_id1 FROM friendship_table
        WHERE user_id2 = ANY (?) AND accepted_at IS NOT NULL AND user_id1 <> user_id2
      """;

  // The marks are sums of 64-bit hashes, which overflow as Java longs do. A changed list keeps its
  // mark with a probability of 1 in 2^64. The two reserved values are avoided. One subquery for
  // each user is cheaper than a union with GROUP BY.
  private static final String MARKS =
      """
      SELECT users.id,
          (SELECT sum(hashtextextended(user_id2, 0)) FROM friendship_table
            WHERE user_id1 = users.id AND accepted_at IS NOT NULL),
          (SELECT sum(hashtextextended(user_id1, 0)) FROM friendship_table
            WHERE user_id2 = users.id AND accepted_at IS NOT NULL),
          (SELECT hashtextextended(
                format('%s %s %s', share_mode, domain_allow_array, domain_deny_array), 0)
            FROM user_table WHERE user_id = users.id)
        FROM unnest(?) AS users (id)
      """;

  private static final String FRIENDSHIP =
      """
      SELECT 1 FROM friendship_table
        WHERE user_id1 = ? AND user_id2 = ? AND accepted_at IS NOT NULL
      UNION ALL
      SELECT 1 FROM friendship_table
        WHERE user_id1 = ? AND user_id2 = ? AND accepted_at IS NOT NULL
      """;

  private final Queries queries;
  private final Batcher<UserId, Set<UserId>> lists;
  private final Profiles profiles;

  @Inject
  public PostgresFriendships(Queries queries) {
    this.queries = queries;
    this.profiles = new Profiles(queries);
    this.lists =
        queries.batcher(
            (users, connection) -> {
              Map<UserId, Set<UserId>> friends = friendsOf(users, connection);
              return users.stream().map(user -> friends.getOrDefault(user, Set.of())).toList();
            });
  }

  @PreDestroy
  void close() {
    lists.close();
  }

  @Override
  public Set<UserId> friendsOf(UserId user) {
    return lists.ask(user).get();
  }

  @Override
  public Map<UserId, Set<UserId>> friendsOf(Collection<UserId> users) {
    return queries.run(connection -> friendsOf(users, connection));
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

  private static Map<UserId, Set<UserId>> friendsOf(Collection<UserId> users, Connection connection)
      throws SQLException {
    Map<UserId, Set<UserId>> friends = new HashMap<>();
    users.forEach(user -> friends.put(user, new HashSet<>()));
    try (PreparedStatement statement = connection.prepareStatement(FRIENDS)) {
      Array ids = array(users, connection);
      statement.setArray(1, ids);
      statement.setArray(2, ids);
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

  private static Map<UserId, Marks> marksOf(Collection<UserId> users, Connection connection)
      throws SQLException {
    Map<UserId, Marks> marks = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(MARKS)) {
      statement.setArray(1, array(users, connection));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          BigDecimal one = rows.getBigDecimal(2);
          BigDecimal other = rows.getBigDecimal(3);
          long friends = one == null && other == null ? 0 : mark(hash(one) + hash(other));
          long hash = rows.getLong(4);
          long rules = rows.wasNull() ? 0 : mark(hash);
          marks.put(new UserId(rows.getString(1)), new Marks(friends, rules));
        }
      }
    }
    return marks;
  }

  private static long hash(@Nullable BigDecimal sum) {
    return sum == null ? 0 : sum.longValue();
  }

  private static long mark(long hash) {
    return hash == 0 || hash == Long.MIN_VALUE ? 1 : hash;
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
