package io.pagenow.presence.cluster.subscription;

import io.pagenow.presence.friends.FriendLists;
import io.pagenow.presence.model.UserId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The users to whose events this node is subscribed: its own users and their friends. Users may
 * stay subscribed for some seconds after they disconnect, but none is ever missing.
 *
 * <p>Thread-safe. The methods block, and throw {@link
 * io.pagenow.presence.model.UnavailableException} if the store does not answer.
 */
@Singleton
public final class SubscribedUsers {

  private static final int USERS_AT_ONCE = 1_000;

  private final Subscriptions subscriptions;
  private final FriendLists friendLists;

  /** The users whose subscription the store has confirmed. */
  private final Set<UserId> confirmed = ConcurrentHashMap.newKeySet();

  /**
   * Subscribing takes the read lock, since many handshakes may do it at the same time. Removing
   * takes the write lock. Otherwise the store could execute the removal of a user after a new
   * subscription to the same user.
   */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  @Inject
  public SubscribedUsers(Subscriptions subscriptions, FriendLists friendLists) {
    this.subscriptions = subscriptions;
    this.friendLists = friendLists;
  }

  /** Subscribes this node to a user and the user's friends. The friend list must be loaded. */
  public void subscribe(UserId user) {
    Set<UserId> users = new LinkedHashSet<>(friendLists.friendsOf(user));
    users.add(user);
    subscribe(users);
  }

  /** Subscribes this node to users who are relevant to its friend lists. */
  public void subscribe(Collection<UserId> users) {
    lock.readLock().lock();
    try {
      // A subscription that another thread has sent, but that is not confirmed yet, is sent again:
      // this does no harm, and no thread depends on the success of another one.
      inChunks(
          users.stream().filter(user -> !confirmed.contains(user)).toList(),
          some -> {
            subscriptions.subscribe(some);
            confirmed.addAll(some);
          });
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Reconciles the subscriptions with the friend lists: removes the unneeded ones and adds the
   * missing ones. The next call retries those that could not be added.
   */
  public void reconcile() {
    remove(user -> !friendLists.isRelevant(user));
    subscribe(friendLists.users());
  }

  /** Subscribes again to all users, because the store may have lost the subscriptions. */
  public void resubscribe() {
    lock.writeLock().lock();
    try {
      // Also drops users who are not relevant now, but may become so before the next
      // reconciliation.
      confirmed.clear();
    } finally {
      lock.writeLock().unlock();
    }
    subscribe(friendLists.users());
  }

  /** Removes all subscriptions of this node. */
  public void unsubscribeAll() {
    remove(user -> true);
  }

  /** Returns a copy of the subscribed users. */
  List<UserId> users() {
    return List.copyOf(confirmed);
  }

  /**
   * Removes subscriptions. If the store does not answer, this node gets unneeded events of these
   * users until it stops.
   */
  private void remove(Predicate<UserId> unneeded) {
    lock.writeLock().lock();
    try {
      List<UserId> users = confirmed.stream().filter(unneeded).toList();
      users.forEach(confirmed::remove);
      inChunks(users, subscriptions::unsubscribe);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private static void inChunks(List<UserId> users, Consumer<List<UserId>> action) {
    for (int from = 0; from < users.size(); from += USERS_AT_ONCE) {
      action.accept(users.subList(from, Math.min(from + USERS_AT_ONCE, users.size())));
    }
  }
}
