package io.pagenow.presence.conversation;

import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.Mirror;
import io.pagenow.presence.testing.Stores;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The friendships of the users, which begin and end, and what the stores hold about friends. */
final class Friendships {

  private final Stores stores;
  private final Set<Set<UserId>> pairs = new HashSet<>();

  Friendships(Stores stores) {
    this.stores = stores;
  }

  /** Begins the friendship of two users, or ends it. */
  void change(UserId one, UserId other) throws SQLException {
    Set<UserId> pair = Set.of(one, other);
    if (pairs.add(pair)) {
      stores.people().befriend(one, other);
    } else {
      pairs.remove(pair);
      stores.people().unfriend(one, other);
    }
  }

  /** Returns what Redis and PostgreSQL hold about the friends of a user. */
  Map<String, String> stored(UserId user) {
    Map<String, String> truth = new TreeMap<>();
    for (Set<UserId> pair : pairs) {
      if (pair.contains(user)) {
        pair.stream()
            .filter(other -> !other.equals(user))
            .forEach(friend -> truth.put(friend.value(), stored(friend.value())));
      }
    }
    return truth;
  }

  /** Returns the visibility of a user in Redis. */
  String visibility(UserId user) {
    String chosen = stores.redis().hget("presence:visibility", user.value());
    return chosen == null ? "friends" : chosen.split(" ", -1)[1];
  }

  private String stored(String user) {
    String page = stores.redis().hget("page", user);
    if (page == null) {
      return user + " offline";
    }
    String latest = stores.redis().hget("latest_page", user);
    String version = stores.redis().hget("presence:versions", user).split(" ", -1)[0];
    return user + " " + version + " " + url(page) + " " + (latest == null ? "" : url(latest));
  }

  private static String url(String page) {
    return Mirror.parse(page).getString("url");
  }
}
