package io.pagenow.presence.sharing;

import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The sharing rules as the user database has them now.
 *
 * <p>Thread-safe. Every method blocks for at most the adapter's time-out, and throws {@link
 * UnavailableException} if the database does not answer.
 */
public interface SharingLists {

  /** Returns the sharing rules of a user, as {@link #rulesOf(Collection)} does. */
  default SharingRules rulesOf(UserId user) {
    return startReading(user).get();
  }

  /**
   * Starts to read the sharing rules of a user, and does not wait for them.
   *
   * @return a supplier that blocks until the rules are read, and throws as {@link
   *     #rulesOf(Collection)} does
   */
  Supplier<SharingRules> startReading(UserId user);

  /**
   * Returns the sharing rules of each user, read in one query for many users. Users without a
   * profile share nothing. A list that exceeds {@link #MAX_BYTES} allows nothing or denies
   * everything.
   *
   * @return one entry for each requested user
   */
  Map<UserId, SharingRules> rulesOf(Collection<UserId> users);

  /** The maximum size of a list as PostgreSQL writes an array, in bytes. */
  int MAX_BYTES = 65_536;
}
