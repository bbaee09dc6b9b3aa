package io.pagenow.presence.sharing;

import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The sharing rules as the user database has them now.
 *
 * <p>Thread-safe. Every method blocks for at most the adapter's time-out, and throws {@link
 * UnavailableException} if the database does not answer.
 */
public interface SharingLists {

  /** Returns the sharing rules of a user, as {@link #rulesOf(Collection)} does. */
  default SharingRules rulesOf(UserId user) {
    return startReading(user).get().rules();
  }

  /**
   * Starts to read the sharing rules of a user, and does not wait for them.
   *
   * @return a supplier that blocks until the rules are read, and throws as {@link #read} does
   */
  Supplier<MarkedRules> startReading(UserId user);

  /** Returns the sharing rules of users, as {@link #read} does. */
  default Map<UserId, SharingRules> rulesOf(Collection<UserId> users) {
    return read(users).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().rules()));
  }

  /**
   * Reads the sharing rules of users, in one query for many users. Users without a profile share
   * nothing. A list that exceeds {@link #MAX_BYTES} allows nothing or denies everything.
   *
   * @return one entry for each requested user
   */
  Map<UserId, MarkedRules> read(Collection<UserId> users);

  /**
   * The sharing rules of a user.
   *
   * @param mark the mark of exactly these rules, see {@link
   *     io.pagenow.presence.friends.Friendships.Marks}
   */
  record MarkedRules(SharingRules rules, long mark) {}

  /** The maximum size of a list as PostgreSQL writes an array, in bytes. */
  int MAX_BYTES = 65_536;
}
