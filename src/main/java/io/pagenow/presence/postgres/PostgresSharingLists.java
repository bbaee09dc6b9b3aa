package io.pagenow.presence.postgres;

import io.pagenow.presence.concurrent.Batcher;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.sharing.SharingLists;
import io.pagenow.presence.sharing.SharingRules;
import jakarta.annotation.PreDestroy;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sharing rules in the tables of the user database. One statement reads those of many
 * concurrent callers. Thread-safe.
 */
@Singleton
public final class PostgresSharingLists implements SharingLists {

  /** Limits the answer of one query to 13 MB. */
  private static final int USERS_A_QUERY = 200;

  // Each mode uses one of the lists. Null stands for a list that is too long.
  private static final String RULES =
      """
      SELECT user_id, is_open, CASE WHEN octet_length(list::text) <= ? THEN list END, hash
        FROM (SELECT user_id, share_mode = 'default_all' AS is_open,
            coalesce(CASE share_mode WHEN 'default_all' THEN domain_deny_array
              ELSE domain_allow_array END, '{}') AS list,
            HASH AS hash
          FROM user_table WHERE user_id = ANY (?)) AS rules
      """
          .replace("HASH", Hashes.OF_RULES);

  private static final MarkedRules NONE = new MarkedRules(SharingRules.SHOW_NONE, 0);

  private final Queries queries;
  private final Batcher<UserId, MarkedRules> rules;

  @Inject
  public PostgresSharingLists(Queries queries) {
    this.queries = queries;
    this.rules =
        queries.batcher(
            (users, connection) -> {
              Map<UserId, MarkedRules> found = rules(rows(users, connection));
              return users.stream().map(user -> found.getOrDefault(user, NONE)).toList();
            });
  }

  @PreDestroy
  void close() {
    rules.close();
  }

  @Override
  public Supplier<MarkedRules> startReading(UserId user) {
    return rules.ask(user);
  }

  @Override
  public Map<UserId, MarkedRules> read(Collection<UserId> users) {
    Map<UserId, MarkedRules> found = new HashMap<>();
    users.forEach(user -> found.put(user, NONE));
    List<UserId> all = List.copyOf(users);
    for (int from = 0; from < all.size(); from += USERS_A_QUERY) {
      List<UserId> some = all.subList(from, Math.min(from + USERS_A_QUERY, all.size()));
      found.putAll(rules(queries.run(connection -> rows(some, connection))));
    }
    return found;
  }

  private static Map<UserId, MarkedRules> rules(List<Row> rows) {
    return rows.stream().collect(Collectors.toMap(Row::user, Row::rules));
  }

  /** The share mode of a user and the list that it uses; null if that is too long. */
  private record Row(UserId user, boolean isOpen, @Nullable List<String> list, long hash) {

    // Not part of the query, which has a time limit: a list may have thousands of entries.
    MarkedRules rules() {
      return new MarkedRules(list == null ? SharingRules.SHOW_NONE : of(list), Hashes.mark(hash));
    }

    private SharingRules of(List<String> entries) {
      return isOpen ? SharingRules.allButDenied(entries) : SharingRules.onlyAllowed(entries);
    }
  }

  private static List<Row> rows(List<UserId> users, Connection connection) throws SQLException {
    List<Row> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(RULES)) {
      statement.setInt(1, MAX_BYTES);
      Object[] ids = users.stream().map(UserId::value).toArray();
      statement.setArray(2, connection.createArrayOf("varchar", ids));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          UserId user = new UserId(rows.getString(1));
          found.add(new Row(user, rows.getBoolean(2), entries(rows.getArray(3)), rows.getLong(4)));
        }
      }
    }
    return found;
  }

  static @Nullable List<String> entries(@Nullable Array array) throws SQLException {
    return array == null
        ? null
        : Stream.of((Object[]) array.getArray())
            .filter(Objects::nonNull)
            .map(Object::toString)
            .toList();
  }
}
