package io.pagenow.presence.tracking;

import io.pagenow.presence.fanout.Connection;
import io.pagenow.presence.fanout.Hub;
import io.pagenow.presence.friends.FriendBook;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Says every few seconds that this node is alive, and looks after those that are not.
 *
 * <p>A node that was given up, or whose store lost its data, puts back what it holds. After an
 * outage of the store nothing is what it seems: leases ran out, and users who are here look idle.
 * So a node waits for the others, and for their clients, before it gives anybody up.
 */
@Singleton
public final class NodeLease {

  private static final long LEASE_NANOS = PresenceStore.LEASE.toNanos();
  private static final long HEARTBEATS_NANOS = Duration.ofSeconds(90).toNanos();

  private final PresenceStore store;
  private final Hub hub;
  private final FriendBook book;
  private final Holdings holdings;
  private final Announcer announcer;
  private final Sweep sweep;
  private final LongSupplier nanoTime;

  // Of the thread that renews.
  private boolean known;
  private boolean toRestore;
  private long renewed;

  private volatile long steadySince;
  private volatile boolean recovering;

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
   * Renews the lease of this node. Not for use by two threads at a time.
   *
   * @throws UnavailableException where the store does not answer; the next round goes on
   */
  public void renew() {
    boolean knownStill = Stages.await(store.renewLease());
    long now = nanoTime.getAsLong();
    if (now - renewed > LEASE_NANOS / 2) {
      steadySince = now;
      recovering = true;
    }
    renewed = now;
    toRestore |= known && !knownStill;
    known = true;
    if (toRestore) {
      Stages.inBatches(hub.connections(), this::restore);
      toRestore = false;
    }
    holdings.tidy();
  }

  /**
   * Takes the users of dead nodes offline, and announces whom they left unannounced.
   *
   * @throws UnavailableException where a store does not answer; the next round goes on
   */
  public void lookAfterOthers() {
    if (steadyFor(LEASE_NANOS)) {
      sweep.orphans();
      sweep.abandoned();
    }
  }

  /**
   * Whether there was an outage of the store so lately that users who are here may look idle: their
   * clients say every minute that they are not.
   */
  public boolean isRecovering() {
    if (recovering && steadyFor(HEARTBEATS_NANOS)) {
      recovering = false;
    }
    return recovering;
  }

  private boolean steadyFor(long nanos) {
    return nanoTime.getAsLong() - steadySince > nanos;
  }

  private CompletionStage<Void> restore(Connection connection) {
    UserId user = connection.user();
    Set<UserId> friends = book.friendsOf(user);
    return store
        .restore(user, connection.id(), holdings.of(user), friends)
        .thenAccept(event -> event.ifPresent(e -> announcer.announce(e, friends)));
  }
}
