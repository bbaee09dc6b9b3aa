package io.pagenow.presence.history;

import io.pagenow.presence.model.HistoryItem;
import io.pagenow.presence.model.UserId;
import java.util.List;
import java.util.Optional;

/**
 * The histories of the users, which the store writes together with the changes themselves: see
 * decision record 0033. Empty if {@code PRESENCE_HISTORY} is not set.
 *
 * <p>Thread-safe. The methods block for a bounded time, and throw {@link
 * io.pagenow.presence.model.UnavailableException} if the store does not answer.
 */
public interface History {

  /** The maximum number of items in an answer: 1.2 MB of pages at most. */
  int MAX_ITEMS = 100;

  /**
   * Returns items of a user, newest first.
   *
   * @param before the id of an item: only older ones are returned; empty for the newest ones
   * @param most the maximum number of items, at most {@link #MAX_ITEMS}
   * @throws IllegalArgumentException if {@code before} is not the id of an item
   */
  List<HistoryItem> read(UserId user, Optional<String> before, int most);

  /** Deletes all items of a user. */
  void delete(UserId user);
}
