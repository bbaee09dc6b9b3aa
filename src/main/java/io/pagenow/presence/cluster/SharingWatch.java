package io.pagenow.presence.cluster;

import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.EventDelivery;
import io.pagenow.presence.presence.PendingWrites;
import io.pagenow.presence.sharing.Sharing;
import io.pagenow.presence.sharing.SharingRules;
import io.pagenow.presence.sharing.UserRules;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Hides recorded pages that the sharing rules of their users do not show, or do not show any more.
 * Thread-safe, except {@link #run}.
 *
 * <p>The methods block, and throw {@link io.pagenow.presence.model.UnavailableException} if a store
 * does not answer.
 */
@Singleton
public final class SharingWatch {

  /** Limits a query and the pages that one step reads. */
  private static final int USERS_AT_ONCE = 200;

  private final UserRules rules;
  private final Sharing sharing;
  private final RecordedPages pages;
  private final PendingWrites writes;
  private final EventDelivery delivery;

  /** Users whose rules have changed and whose pages are not reviewed yet. Guarded by itself. */
  private final Set<UserId> changed = new HashSet<>();

  /** Whether the pages of all users were reviewed once. Used by one thread. */
  private boolean isScanned;

  @Inject
  public SharingWatch(
      UserRules rules,
      Sharing sharing,
      RecordedPages pages,
      PendingWrites writes,
      EventDelivery delivery) {
    this.rules = rules;
    this.sharing = sharing;
    this.pages = pages;
    this.writes = writes;
    this.delivery = delivery;
  }

  /**
   * Reviews the pages of users whose rules have changed. If it fails, the next call continues with
   * the same users.
   */
  public void reviewChanged() {
    synchronized (changed) {
      changed.addAll(rules.takeChanged());
      if (!changed.isEmpty()) {
        // First: a page that was visible by the old rules then reaches the store before the review.
        changed.forEach(writes::applyRules);
        review(changed, rules::currentOf);
        changed.clear();
      }
    }
  }

  /** Starts to review the pages of a connecting user. The rules must be loaded before it runs. */
  Runnable startReviewOf(UserId user) {
    if (!sharing.changesPages()) {
      return () -> {};
    }
    return pages.startReplacing(
        user,
        (same, page) -> sharing.visible(page, currentOf(user)),
        same -> currentOf(user).name(),
        delivery::deliver);
  }

  private SharingRules currentOf(UserId user) {
    return rules.currentOf(List.of(user)).getOrDefault(user, SharingRules.SHOW_NONE);
  }

  /**
   * Reviews the pages of users that no node has a connection of, and of some other users, in case
   * that another program or an older version recorded them. The first call reviews all users. Only
   * one thread may call it.
   */
  public void run() {
    reviewChanged();
    if (!sharing.changesPages()) {
      return;
    }
    review(pages.inGracePeriod(), rules::read);
    boolean isLast;
    do {
      RecordedPages.Scan scan = pages.nextUsers();
      review(scan.users(), rules::read);
      isLast = scan.isLast();
    } while (!isScanned && !isLast);
    isScanned = true;
  }

  private void review(
      Collection<UserId> users, Function<Collection<UserId>, Map<UserId, SharingRules>> rulesOf) {
    if (!sharing.changesPages()) {
      return;
    }
    List<UserId> all = List.copyOf(users);
    for (int from = 0; from < all.size(); from += USERS_AT_ONCE) {
      List<UserId> some = all.subList(from, Math.min(from + USERS_AT_ONCE, all.size()));
      Map<UserId, SharingRules> current = rulesOf.apply(some);
      pages.replace(
          some,
          (user, page) -> sharing.visible(page, current.getOrDefault(user, SharingRules.SHOW_NONE)),
          user -> current.getOrDefault(user, SharingRules.SHOW_NONE).name(),
          delivery::deliver);
    }
  }
}
