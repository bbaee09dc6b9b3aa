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
 * Of whom this node hears from the others: its own users and their friends. It may hear of more for
 * a while, never of less.
 */
@Singleton
public final class Subscriptions {

  private static final int USERS_AT_ONCE = 1_000;

  private final PresenceStore store;
  private final FriendLists book;

  /** Whom the store knows that this node watches, or does once the stage completes. */
  private final Map<UserId, CompletionStage<Void>> watched = new HashMap<>();

  @Inject
  public Subscriptions(PresenceStore store, FriendLists book) {
    this.store = store;
    this.book = book;
  }

  /** This node is to hear of a user of its own and of their friends. */
  CompletionStage<Void> in(UserId user) {
    Set<UserId> users = new LinkedHashSet<>(book.friendsOf(user));
    users.add(user);
    return in(users);
  }

  /**
   * This node is to hear of the users, who are in its friend book already.
   *
   * @return completes when it does from then on, and fails with {@link
   *     io.pagenow.presence.model.UnavailableException}
   */
  synchronized CompletionStage<Void> in(Collection<UserId> users) {
    List<UserId> unknown = new ArrayList<>();
    List<CompletableFuture<Void>> pending = new ArrayList<>();
    for (UserId user : users) {
      CompletionStage<Void> stage = watched.get(user);
      if (stage == null) {
        unknown.add(user);
      } else if (stage != Stages.DONE) {
        pending.add(stage.toCompletableFuture());
      }
    }
    if (!unknown.isEmpty()) {
      pending.add(watch(unknown).toCompletableFuture());
    }
    return CompletableFuture.allOf(pending.toArray(CompletableFuture<?>[]::new));
  }

  /**
   * Brings what the store knows in line with the friend book: who is in there is watched, and
   * nobody else. What fails is done with the next call.
   */
  synchronized void tidy() {
    // Under the lock, and so ahead of any wish that comes later to hear of one of them.
    inChunks(
        watched.keySet().stream().filter(user -> !book.concerns(user)).toList(), this::unwatch);
    inChunks(
        book.users().stream().filter(user -> !watched.containsKey(user)).toList(), this::watch);
  }

  /** Says it all again, as the store may have forgotten. */
  synchronized CompletionStage<Void> renew() {
    return inChunks(book.users(), this::watch);
  }

  /** Nothing is to be heard of anybody any more. */
  synchronized CompletionStage<Void> end() {
    return inChunks(List.copyOf(watched.keySet()), this::unwatch);
  }

  /** Of whom this node hears: a copy. */
  synchronized List<UserId> users() {
    return List.copyOf(watched.keySet());
  }

  private CompletionStage<Void> watch(List<UserId> users) {
    CompletionStage<Void> stage = store.watch(users);
    users.forEach(user -> watched.put(user, stage));
    // Settled on a thread of the store, which must not wait for this lock for long: nobody who has
    // it waits for the store.
    return stage.whenComplete((done, failure) -> settle(users, stage, failure == null));
  }

  private synchronized void settle(
      List<UserId> users, CompletionStage<Void> stage, boolean succeeded) {
    for (UserId user : users) {
      if (succeeded) {
        watched.replace(user, stage, Stages.DONE);
      } else {
        watched.remove(user, stage);
      }
    }
  }

  /** Where it fails, this node may hear of them for nothing, until it ends. */
  private CompletionStage<Void> unwatch(List<UserId> users) {
    users.forEach(watched::remove);
    return store.unwatch(users);
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
