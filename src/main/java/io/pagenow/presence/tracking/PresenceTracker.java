package io.pagenow.presence.tracking;

import io.pagenow.presence.fanout.Connection;
import io.pagenow.presence.fanout.Disconnect;
import io.pagenow.presence.fanout.Hub;
import io.pagenow.presence.friends.FriendBook;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.tracking.PresenceStore.Departure;
import io.pagenow.presence.tracking.PresenceStore.Opening;
import io.pagenow.presence.tracking.PresenceStore.Opening.Refused;
import io.pagenow.presence.tracking.PresenceStore.Opening.Restored;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a connection does to its user's presence.
 *
 * <p>The calls for one connection come one after another, as its socket's events do. The stages
 * fail with {@link UnavailableException} where nothing can be recorded.
 */
@Singleton
public final class PresenceTracker {

  /** Who is sent elsewhere is asked to wait, so that not more come back than 200 a second. */
  private static final int MILLIS_A_RETURN = 5;

  /** In {@link PresenceStore#MOVING} all have to be back. */
  private static final int MAX_WAIT_MILLIS = 30_000;

  private final Hub hub;
  private final FriendBook book;
  private final PresenceStore store;
  private final Interest interest;
  private final Announcer announcer;
  private final PendingWrites writes;
  private final NodeLease lease;

  /** Held while a connection is added, so that none is once this node stops. */
  private final Object admission = new Object();

  private volatile boolean leaving;

  @Inject
  public PresenceTracker(
      Hub hub,
      FriendBook book,
      PresenceStore store,
      Interest interest,
      Announcer announcer,
      PendingWrites writes,
      NodeLease lease) {
    this.hub = hub;
    this.book = book;
    this.store = store;
    this.interest = interest;
    this.announcer = announcer;
    this.writes = writes;
    this.lease = lease;
  }

  /**
   * Gets ready for a connection of the user, before there is one. Blocks.
   *
   * @return how many connections the user has by now
   * @throws UnavailableException where a store does not answer, or this node stops
   */
  public int prepare(UserId user) {
    if (leaving) {
      throw stopping();
    }
    CompletionStage<Integer> connections = store.connectionsOf(user);
    book.load(user);
    Stages.await(interest.in(user));
    return Stages.await(connections);
  }

  /**
   * Adds a connection of a user for whom this node is {@linkplain #prepare prepared}, before its
   * client knows that it is open. From now on it gets events, which wait until it can send.
   *
   * @throws UnavailableException if this node stops
   */
  public void add(Connection connection) {
    synchronized (admission) {
      if (leaving) {
        throw stopping();
      }
      writes.add(connection);
    }
  }

  /**
   * Records a connection that was {@linkplain #add added} and is open now. It is closed again if it
   * cannot be recorded.
   */
  public void open(Connection connection) {
    writes
        .open(connection)
        .ifPresentOrElse(
            opening ->
                opening.whenComplete((result, failure) -> opened(connection, result, failure)),
            () -> connection.close(Disconnect.TRY_AGAIN_LATER));
  }

  private void opened(
      Connection connection, @Nullable Opening opening, @Nullable Throwable failure) {
    if (failure != null) {
      connection.close(Disconnect.TRY_AGAIN_LATER);
    } else if (opening instanceof Refused) {
      connection.close(Disconnect.TOO_MANY_CONNECTIONS);
    } else if (opening instanceof Restored restored) {
      announcer.announce(restored.event());
    }
  }

  /** Removes a connection that was added and never opened. */
  public void abandon(Connection connection) {
    var unused = writes.close(connection, Departure.BROKEN);
  }

  /** The user is active. Does nothing if the connection is closed. */
  public CompletionStage<Void> heartbeat(Connection connection) {
    return writes.touch(connection);
  }

  /**
   * The user is on a page, or hides it. Friends and the user are told once it is recorded. If that
   * cannot be done now the stage fails, and {@link #recordAgain} tries again unless the connection
   * reports another page by then. Does nothing if the connection is closed.
   */
  public CompletionStage<Void> update(Connection connection, Page page) {
    return writes.update(connection, Report.now(page));
  }

  /**
   * A connection is closed. If that cannot be recorded now {@link #recordAgain} tries again, so
   * that no closed connection keeps its user online.
   */
  public void close(Connection connection, Departure departure) {
    var unused = writes.close(connection, departure);
  }

  /**
   * This node stops: asks all its clients to go elsewhere, each after a wait of its own, where they
   * are as present as before, and takes no new ones. Blocks until that is recorded.
   */
  public void leave() {
    synchronized (admission) {
      leaving = true;
    }
    AtomicBoolean clean = new AtomicBoolean(true);
    try {
      sendAllElsewhere(failure -> clean.set(false));
      Stages.await(interest.end());
    } catch (Throwable e) {
      clean.set(false);
      throw e;
    } finally {
      lease.end(clean.get());
    }
  }

  private void sendAllElsewhere(Consumer<Throwable> onFailure) {
    List<Connection> connections = hub.connections();
    int window = Math.min(MAX_WAIT_MILLIS, connections.size() * MILLIS_A_RETURN);
    Stages.inBatches(
        connections,
        connection -> {
          CompletionStage<Void> closed = writes.close(connection, Departure.MOVED);
          int wait = ThreadLocalRandom.current().nextInt(window + 1);
          connection.close(
              Disconnect.SERVICE_RESTART,
              Disconnect.SERVICE_RESTART.reason() + "; reconnect in " + wait + " ms");
          return closed.exceptionally(
              failure -> {
                onFailure.accept(failure);
                return null;
              });
        });
  }

  private static UnavailableException stopping() {
    return new UnavailableException("This node");
  }

  /** Whether this node takes no new connections, as it stops. */
  public boolean isLeaving() {
    return leaving;
  }

  /** This node goes on after all. */
  public void stay() {
    lease.resume();
    leaving = false;
  }

  /** Tries again what could not be recorded. */
  public void recordAgain() {
    writes.retry();
  }
}
