package io.pagenow.presence.rest;

import io.pagenow.presence.http.QueryParameter;
import io.pagenow.presence.model.UserId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of a snapshot. Ignores unknown parameters.
 *
 * @param ids the only friends in the answer; empty for all
 * @param since what the client holds, which may be any text; empty if it asks for a snapshot
 */
record SnapshotQuery(Optional<Set<UserId>> ids, Optional<String> since) {

  static final int MAX_IDS = 650;

  private static final String EXPECTED =
      "'ids' must be 1 to " + MAX_IDS + " ids of users, separated by commas";

  /**
   * Parses the query of a request.
   *
   * @throws IllegalArgumentException if it is not valid; the message is for the client
   */
  static SnapshotQuery parse(@Nullable String query) {
    Optional<String> since = Optional.ofNullable(QueryParameter.first("since", query));
    Optional<String> ids = Optional.ofNullable(QueryParameter.first("ids", query));
    if (since.isPresent() && ids.isPresent()) {
      throw new IllegalArgumentException("'since' and 'ids' cannot be combined");
    }
    return new SnapshotQuery(ids.map(SnapshotQuery::users), since);
  }

  private static Set<UserId> users(String ids) {
    Set<UserId> users = new HashSet<>();
    // One more than allowed is enough to refuse the list.
    String[] parts = ids.split(",", MAX_IDS + 1);
    if (parts.length > MAX_IDS) {
      throw new IllegalArgumentException(EXPECTED);
    }
    for (String id : parts) {
      users.add(UserId.parse(id).orElseThrow(() -> new IllegalArgumentException(EXPECTED)));
    }
    return users;
  }
}
