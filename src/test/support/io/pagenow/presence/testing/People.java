package io.pagenow.presence.testing;

import io.pagenow.presence.model.UserId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** Fills the tables of the user service. */
public final class People {

  private final DataSource database;

  public People(DataSource database) {
    this.database = database;
  }

  /** Adds users whose first names are their ids, and who share all pages. */
  public void add(UserId... users) throws SQLException {
    for (UserId user : users) {
      sql(
          "INSERT INTO user_table (user_id, email, first_name, last_name, share_mode)"
              + " VALUES ('%1$s', '%1$s@example.com', '%1$s', 'Test', 'default_all')"
                  .formatted(user));
    }
  }

  /** Adds an accepted friendship; the first user sent the request. */
  public void befriend(UserId one, UserId other) throws SQLException {
    sql(
        "INSERT INTO friendship_table (user_id1, user_id2, accepted_at)"
            + " VALUES ('%s', '%s', now())".formatted(one, other));
  }

  /** Like {@link #add}, for many users. */
  public void addAll(List<UserId> users) throws SQLException {
    sql(
        "INSERT INTO user_table (user_id, email, first_name, last_name, share_mode)"
            + " SELECT id, id || '@example.com', id, 'Test', 'default_all' FROM unnest(?) AS id",
        users);
  }

  /**
   * Like {@link #befriend}, for many pairs: the users at the same index of both lists become
   * friends.
   */
  public void befriendAll(List<UserId> some, List<UserId> others) throws SQLException {
    sql(
        "INSERT INTO friendship_table (user_id1, user_id2, accepted_at)"
            + " SELECT one, other, now() FROM unnest(?, ?) AS pair (one, other)",
        some,
        others);
  }

  /** Adds users whose only friend is the given one. Returns them. */
  public Set<UserId> addFriends(UserId user, int count) throws SQLException {
    List<UserId> friends =
        IntStream.range(0, count).mapToObj(n -> new UserId(user + "-friend" + n)).toList();
    addAll(friends);
    befriendAll(friends, Collections.nCopies(count, user));
    return Set.copyOf(friends);
  }

  /** Changes a user to share only pages of the domains on the list. */
  public void shareOnly(UserId user, String... allow) throws SQLException {
    share(user, "default_none", "domain_allow_array", allow);
  }

  /** Changes a user to share all pages but those of the domains on the list. */
  public void shareAllBut(UserId user, String... deny) throws SQLException {
    share(user, "default_all", "domain_deny_array", deny);
  }

  private void share(UserId user, String mode, String column, String... list) throws SQLException {
    String sql =
        "UPDATE user_table SET share_mode = '" + mode + "', " + column + " = ? WHERE user_id = ?";
    try (Connection connection = database.getConnection();
        PreparedStatement run = connection.prepareStatement(sql)) {
      run.setArray(1, connection.createArrayOf("varchar", list));
      run.setString(2, user.value());
      run.execute();
    }
  }

  /** Removes a friendship. */
  public void unfriend(UserId one, UserId other) throws SQLException {
    sql(
        "DELETE FROM friendship_table WHERE (user_id1, user_id2)"
            + " IN (('%1$s', '%2$s'), ('%2$s', '%1$s'))".formatted(one, other));
  }

  public void sql(String statement) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement run = connection.createStatement()) {
      run.execute(statement);
    }
  }

  @SafeVarargs
  private void sql(String statement, List<UserId>... arrays) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement run = connection.prepareStatement(statement)) {
      for (int i = 0; i < arrays.length; i++) {
        Object[] ids = arrays[i].stream().map(UserId::value).toArray();
        run.setArray(i + 1, connection.createArrayOf("varchar", ids));
      }
      run.execute();
    }
  }
}
