package io.pagenow.presence.postgres;

import io.pagenow.presence.model.UserId;
import io.pagenow.presence.sharing.SharingChoices;
import io.pagenow.presence.sharing.SharingLists;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The sharing choices in the tables of the user database. Thread-safe. */
@Singleton
public final class PostgresSharingChoices implements SharingChoices {

  // Null stands for a list that is too long.
  private static final String CHOICE =
      """
      SELECT coalesce(share_mode = 'default_all', false),
          CASE WHEN octet_length(allow::text) <= ? THEN allow END,
          CASE WHEN octet_length(deny::text) <= ? THEN deny END
        FROM (SELECT share_mode, coalesce(domain_allow_array, '{}') AS allow,
            coalesce(domain_deny_array, '{}') AS deny
          FROM user_table WHERE user_id = ?) AS choice
      """;

  private final Queries queries;

  @Inject
  public PostgresSharingChoices(Queries queries) {
    this.queries = queries;
  }

  @Override
  public Choice of(UserId user) {
    return queries.run(connection -> read(user, connection));
  }

  private static Choice read(UserId user, Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CHOICE)) {
      statement.setInt(1, SharingLists.MAX_BYTES);
      statement.setInt(2, SharingLists.MAX_BYTES);
      statement.setString(3, user.value());
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? new Choice(
                row.getBoolean(1),
                PostgresSharingLists.entries(row.getArray(2)),
                PostgresSharingLists.entries(row.getArray(3)))
            : new Choice(false, List.of(), List.of());
      }
    }
  }
}
