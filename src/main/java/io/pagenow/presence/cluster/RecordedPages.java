package io.pagenow.presence.cluster;

import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The pages of users that the store keeps: those that are shown, those that other connections of
 * the user reported, and those that can be restored.
 *
 * <p>Thread-safe, except {@link #nextUsers}. The methods block for a bounded time, and throw {@link
 * io.pagenow.presence.model.UnavailableException} if the store does not answer. The store may still
 * have executed a failed call.
 */
public interface RecordedPages {

  /**
   * Replaces pages of users wherever they are kept, and publishes what friends then see to the
   * <em>other</em> nodes. A page that a user reports at the same time is not replaced.
   *
   * @param replacement returns the page to keep instead of a page of a user: the same page if it
   *     stays, {@link Page#NONE} if it is removed
   * @param hiddenBy returns the rule by which pages of a user are hidden, in one word
   * @param replaced gets each event, which the caller must deliver to the connections of this node
   */
  void replace(
      Collection<UserId> users,
      BiFunction<UserId, Page, Page> replacement,
      Function<UserId, String> hiddenBy,
      Consumer<Updated> replaced);

  /**
   * Starts to replace the pages of one user, as {@link #replace} does. Only the returned action
   * blocks, and calls the functions.
   */
  Runnable startReplacing(
      UserId user,
      BiFunction<UserId, Page, Page> replacement,
      Function<UserId, String> hiddenBy,
      Consumer<Updated> replaced);

  /** Returns the users in a grace period, at most some thousand. */
  List<UserId> inGracePeriod();

  /**
   * Returns the next users of a scan of all users who have pages. After the last users the scan
   * starts again. Only one thread of a node may call it at a time.
   */
  Scan nextUsers();

  /**
   * A part of a scan.
   *
   * @param isLast whether the next call starts with the first users again
   */
  record Scan(Collection<UserId> users, boolean isLast) {}
}
