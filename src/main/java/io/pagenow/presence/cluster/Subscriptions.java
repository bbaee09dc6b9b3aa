package io.pagenow.presence.cluster;

import io.pagenow.presence.concurrent.Stages;
import io.pagenow.presence.friends.FriendLists;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The subscriptions of this node: to its own users and their friends. Users may stay subscribed for
 * some seconds after they disconnect, but none is ever missing. Thread-safe.
 */
@Singleton
public final class Subscriptions {

  private static final int USERS_AT_ONCE = 1_000;

  private final PresenceStore store;
  private final FriendLists friendLists;

  /**
   * The subscribed users. A stage that is not yet complete is a subscription on its way to the
   * store.
   */
  private final Map<UserId, CompletionStage<Void>> subscribed = new HashMap<>();

  @Inject
  public Subscriptions(PresenceStore store, FriendLists friendLists) {
    this.store = store;
    this.friendLists = friendLists;
  }

  /** Subscribes this node to a user and the user's friends. The friend list must be loaded. */
  CompletionStage<Void> subscribe(UserId user) {
    Set<UserId> users = new LinkedHashSet<>(friendLists.friendsOf(user));
    users.add(user);
    return subscribe(users);
  }

  /**
   * Subscribes this node to users who are relevant to its friend lists.
   *
   * @return a stage that completes when the store has all subscriptions, and fails with {@link
   *     io.pagenow.presence.model.UnavailableException}
   */
  synchronized CompletionStage<Void> subscribe(Collection<UserId> users) {
    List<UserId> unknown = new ArrayList<>();
    List<CompletableFuture<Void>> pending = new ArrayList<>();
    for (UserId user : users) {
      CompletionStage<Void> stage = subscribed.get(user);
      if (stage == null) {
        unknown.add(user);
      } else if (stage != Stages.DONE) {
        pending.add(stage.toCompletableFuture());
      }
    }
    if (!unknown.isEmpty()) {
      pending.add(add(unknown).toCompletableFuture());
    }
    return CompletableFuture.allOf(pending.toArray(CompletableFuture<?>[]::new));
  }

  /**
   * Reconciles the subscriptions with the friend lists: adds the missing ones and removes the
   * unneeded ones. The next call retries those that fail.
   */
  synchronized void reconcile() {
    // Under the lock, so that a later subscription to one of these users follows the removal.
    inChunks(
        subscribed.keySet().stream().filter(user -> !friendLists.isRelevant(user)).toList(),
        this::remove);
    inChunks(
        friendLists.users().stream().filter(user -> !subscribed.containsKey(user)).toList(),
        this::add);
  }

  /** Subscribes again to all users, because the store may have lost the subscriptions. */
  synchronized CompletionStage<Void> resubscribe() {
    return inChunks(friendLists.users(), this::add);
  }

  /** Removes all subscriptions of this node. */
  synchronized CompletionStage<Void> unsubscribeAll() {
    return inChunks(List.copyOf(subscribed.keySet()), this::remove);
  }

  /** Returns a copy of the subscribed users. */
  synchronized List<UserId> users() {
    return List.copyOf(subscribed.keySet());
  }

  private CompletionStage<Void> add(List<UserId> users) {
    CompletionStage<Void> stage = store.subscribe(users);
    users.forEach(user -> subscribed.put(user, stage));
    // This callback runs on a thread of the store. It must not wait long for the lock, so no thread
    // that holds the lock waits for the store.
    return stage.whenComplete((done, failure) -> settle(users, stage, failure == null));
  }

  private synchronized void settle(
      List<UserId> users, CompletionStage<Void> stage, boolean succeeded) {
    for (UserId user : users) {
      if (succeeded) {
        subscribed.replace(user, stage, Stages.DONE);
      } else {
        subscribed.remove(user, stage);
      }
    }
  }

  /**
   * Removes subscriptions. If the call fails, this node gets unneeded events of these users until
   * it stops.
   */
  private CompletionStage<Void> remove(List<UserId> users) {
    users.forEach(subscribed::remove);
    return store.unsubscribe(users);
  }

  private static CompletionStage<Void> inChunks(
      List<UserId> users, Function<List<UserId>, CompletionStage<Void>> action) {
    List<CompletableFuture<Void>> stages = new ArrayList<>();
    for (int from = 0; from < users.size(); from += USERS_AT_ONCE) {
      int to = Math.min(from + USERS_AT_ONCE, users.size());
      stages.add(action.apply(users.subList(from, to)).toCompletableFuture());
    }
    return CompletableFuture.allOf(stages.toArray(CompletableFuture<?>[]::new));
  }
}
