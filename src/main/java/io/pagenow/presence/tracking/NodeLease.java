package io.pagenow.presence.tracking;

import io.pagenow.presence.fanout.Connection;
import io.pagenow.presence.fanout.Hub;
import io.pagenow.presence.friends.FriendBook;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Says every few seconds that this node is alive, and looks after those that are not. Not for use
 * by two threads at a time.
 *
 * <p>A node that was given up, or whose store lost its data, puts back what it holds. After an
 * outage of the store no lease is what it seems, so a node waits for the others before it gives any
 * up.
 */
@Singleton
public final class NodeLease {

  private static final long LEASE_NANOS = PresenceStore.LEASE.toNanos();

  private final PresenceStore store;
  private final Hub hub;
  private final FriendBook book;
  private final Holdings holdings;
  private final Announcer announcer;
  private final Sweep sweep;
  private final LongSupplier nanoTime;

  private boolean held;
  private long renewed;
  private long steadySince;

  @Inject
  public NodeLease(
      PresenceStore store,
      Hub hub,
      FriendBook book,
      Holdings holdings,
      Announcer announcer,
      Sweep sweep) {
    this(store, hub, book, holdings, announcer, sweep, System::nanoTime);
  }

  /**
   * @param nanoTime this node's clock, as {@link System#nanoTime()}
   */
  public NodeLease(
      PresenceStore store,
      Hub hub,
      FriendBook book,
      Holdings holdings,
      Announcer announcer,
      Sweep sweep,
      LongSupplier nanoTime) {
    this.store = store;
    this.hub = hub;
    this.book = book;
    this.holdings = holdings;
    this.announcer = announcer;
    this.sweep = sweep;
    this.nanoTime = nanoTime;
    this.renewed = nanoTime.getAsLong();
    this.steadySince = renewed;
  }

  /**
   * One round.
   *
   * @throws UnavailableException where a store does not answer; the next round goes on
   */
  public void run() {
    boolean known = Stages.await(store.renewLease());
    long now = nanoTime.getAsLong();
    if (now - renewed > LEASE_NANOS / 2) {
      steadySince = now;
    }
    renewed = now;
    if (held && !known) {
      restoreAll();
    }
    held = true;
    holdings.tidy();
    if (now - steadySince > LEASE_NANOS) {
      sweep.orphans();
      sweep.abandoned();
    }
  }

  private void restoreAll() {
    CompletableFuture<?>[] restored =
        hub.connections().stream()
            .map(connection -> restore(connection).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    Stages.await(CompletableFuture.allOf(restored));
  }

  private CompletionStage<Void> restore(Connection connection) {
    UserId user = connection.user();
    Set<UserId> friends = book.friendsOf(user);
    return store
        .restore(user, connection.id(), holdings.of(user), friends)
        .thenAccept(event -> event.ifPresent(e -> announcer.announce(e, friends)));
  }
}
