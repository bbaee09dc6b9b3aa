package io.pagenow.presence.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** Inserts the users of a graph and their friendships into the user database. */
final class Population {

  private static final String USERS =
      """
      INSERT INTO user_table
          (user_id, email, first_name, last_name, profile_image_extension, share_mode)
        SELECT id, id || '@example.com', 'First name', 'Last name', 'png', 'default_all'
          FROM unnest(?) AS id
      """;

  private static final String FRIENDSHIPS =
      """
      INSERT INTO friendship_table (user_id1, user_id2, accepted_at)
        SELECT one, other, now() FROM unnest(?, ?) AS pair (one, other)
      """;

  private Population() {}

  static void insert(DataSource database, Graph graph) throws SQLException {
    List<String> one = new ArrayList<>();
    List<String> other = new ArrayList<>();
    for (int user = 0; user < graph.users(); user++) {
      for (int friend : graph.friendsOf(user)) {
        if (user < friend) {
          one.add(Texts.user(user));
          other.add(Texts.user(friend));
        }
      }
    }
    List<String> users = IntStream.range(0, graph.users()).mapToObj(Texts::user).toList();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      run(connection, USERS, List.of(users));
      run(connection, FRIENDSHIPS, List.of(one, other));
      // In production, autovacuum does this.
      statement.execute("VACUUM ANALYZE");
    }
  }

  private static void run(Connection connection, String sql, List<List<String>> arrays)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arrays.size(); i++) {
        statement.setArray(i + 1, connection.createArrayOf("varchar", arrays.get(i).toArray()));
      }
      statement.executeUpdate();
    }
  }
}
