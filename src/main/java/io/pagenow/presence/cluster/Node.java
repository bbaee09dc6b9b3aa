package io.pagenow.presence.cluster;

import io.pagenow.presence.cluster.drain.Drain;
import io.pagenow.presence.cluster.subscription.SubscribedUsers;
import io.pagenow.presence.concurrent.Stages;
import io.pagenow.presence.delivery.Connection;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.friends.FriendLists;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PendingWrites;
import io.pagenow.presence.presence.PresenceStore;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * This node: its state, and the connections that it accepts. Thread-safe.
 *
 * <p>It accepts connections only while it is {@link State#RUNNING}. After {@link #drain} begins, it
 * runs again only if its server was suspended and is {@linkplain #resume resumed}.
 */
@Singleton
public final class Node {

  private static final Logger LOG = Logger.getLogger(Node.class.getName());

  /** The state of a node. */
  public enum State {
    /** The node prepares itself and accepts no connections yet. */
    STARTING("starting"),
    /** The node accepts connections. */
    RUNNING("running"),
    /** The node closes its connections, whose clients reconnect to other nodes. */
    DRAINING("draining"),
    /** The node has no connections and no lease. */
    STOPPED("stopped");

    private final String text;

    State(String text) {
      this.text = text;
    }

    /** Returns the state in words that may be sent to a client, for example {@code draining}. */
    @Override
    public String toString() {
      return text;
    }
  }

  private final Hub hub;
  private final FriendLists friendLists;
  private final PresenceStore store;
  private final SubscribedUsers subscribed;
  private final PendingWrites writes;
  private final NodeLease lease;
  private final Drain drain;
  private final SharingWatch sharing;

  // Written under the lock, so that no connection is added to a node that drains.
  private final Object lock = new Object();
  private volatile State state = State.STARTING;

  @Inject
  public Node(
      Hub hub,
      FriendLists friendLists,
      PresenceStore store,
      SubscribedUsers subscribed,
      PendingWrites writes,
      NodeLease lease,
      Drain drain,
      SharingWatch sharing) {
    this.hub = hub;
    this.friendLists = friendLists;
    this.store = store;
    this.subscribed = subscribed;
    this.writes = writes;
    this.lease = lease;
    this.drain = drain;
    this.sharing = sharing;
  }

  /** Returns the current state of this node. */
  public State state() {
    return state;
  }

  /** Returns whether this node accepts connections. */
  public boolean isRunning() {
    return state == State.RUNNING;
  }

  /** Accepts connections from now on. Does nothing if the node drains already. */
  public void start() {
    synchronized (lock) {
      if (state == State.STARTING) {
        state = State.RUNNING;
      }
    }
  }

  /**
   * Prepares this node for a connection of a user: loads the friend list and the sharing rules,
   * hides recorded pages that the rules do not show, and subscribes to the events of the user and
   * the friends. Blocks.
   *
   * @return the number of connections that the user has on all nodes
   * @throws UnavailableException if a store does not answer, or this node does not run
   */
  public int prepare(UserId user) {
    requireRunning();
    // Both calls to the store share a round trip, while the database is read.
    CompletionStage<Integer> connections = store.connectionsOf(user);
    Runnable review = hub.isConnected(user) ? () -> {} : sharing.startReviewOf(user);
    friendLists.load(user);
    review.run();
    subscribed.subscribe(user);
    return Stages.await(connections);
  }

  /**
   * Adds a connection before its client knows that it is open. The user must be {@linkplain
   * #prepare prepared}. From now on the connection gets events, which wait until it can send.
   *
   * @throws UnavailableException if this node does not run
   */
  public void add(Connection connection) {
    synchronized (lock) {
      requireRunning();
      writes.add(connection);
    }
  }

  /**
   * Drains this node: removes all connections and asks their clients to reconnect, each after a
   * random delay. The users stay online in the meantime. Blocks until the store has recorded it, or
   * until another thread has drained the node. Does nothing if the node is stopped. If the store
   * does not answer, the lease expires, and other nodes close the connections.
   */
  public synchronized void drain() {
    synchronized (lock) {
      if (state == State.STOPPED) {
        return;
      }
      state = State.DRAINING;
    }
    try {
      drainAndEndLease();
    } catch (UnavailableException e) {
      LOG.log(
          Level.WARNING,
          "{0}: when the lease of this node expires, other nodes close its connections",
          e.detail());
    } finally {
      state = State.STOPPED;
    }
  }

  private void drainAndEndLease() {
    boolean recorded = false;
    try {
      recorded = drain.run();
    } finally {
      lease.end(recorded);
    }
  }

  /**
   * Accepts connections again, after the server was suspended and is resumed. Does nothing if the
   * node has not been drained. Blocks while the node drains.
   */
  public synchronized void resume() {
    synchronized (lock) {
      if (state == State.STOPPED) {
        lease.resume();
        state = State.RUNNING;
      }
    }
  }

  private void requireRunning() {
    State now = state;
    if (now != State.RUNNING) {
      throw UnavailableException.because("This node is " + now);
    }
  }
}
