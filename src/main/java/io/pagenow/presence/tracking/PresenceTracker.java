package io.pagenow.presence.tracking;

import io.pagenow.presence.fanout.Connection;
import io.pagenow.presence.fanout.Disconnect;
import io.pagenow.presence.fanout.Hub;
import io.pagenow.presence.friends.FriendBook;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.tracking.PresenceStore.Departure;
import io.pagenow.presence.tracking.PresenceStore.Opening.Refused;
import io.pagenow.presence.tracking.PresenceStore.Opening.Restored;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Consumer;

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
  private final NodeLease lease;
  private final Unrecorded<Page, Updated> updates;
  private final Unrecorded<Departure, Optional<TimedOut>> closes;
  private volatile boolean leaving;

  @Inject
  public PresenceTracker(
      Hub hub,
      FriendBook book,
      PresenceStore store,
      Interest interest,
      Announcer announcer,
      NodeLease lease) {
    this.hub = hub;
    this.book = book;
    this.store = store;
    this.interest = interest;
    this.announcer = announcer;
    this.lease = lease;
    this.updates =
        new Unrecorded<>(
            (connection, page) -> store.update(connection.user(), connection.id(), page),
            (connection, page) -> store.updateAgain(connection.user(), connection.id(), page),
            announcer::announce);
    BiFunction<Connection, Departure, CompletionStage<Optional<TimedOut>>> close =
        (connection, departure) -> store.close(connection.user(), connection.id(), departure);
    this.closes = new Unrecorded<>(close, close, event -> event.ifPresent(announcer::announce));
  }

  /**
   * Gets ready for a connection of the user, before there is one. Blocks.
   *
   * @return how many connections the user has by now
   * @throws UnavailableException where a store does not answer, or this node stops
   */
  public int prepare(UserId user) {
    if (leaving) {
      throw new UnavailableException("This node");
    }
    CompletionStage<Integer> connections = store.connectionsOf(user);
    book.load(user);
    Stages.await(interest.in(user));
    return Stages.await(connections);
  }

  /** A connection is open. It is closed again where it cannot be recorded. */
  public void open(Connection connection) {
    if (leaving) {
      connection.close(Disconnect.SERVICE_RESTART);
      return;
    }
    hub.add(connection);
    store
        .open(connection.user(), connection.id())
        .whenComplete(
            (opening, failure) -> {
              if (failure != null) {
                connection.close(Disconnect.TRY_AGAIN_LATER);
              } else if (opening instanceof Refused) {
                connection.close(Disconnect.TOO_MANY_CONNECTIONS);
              } else if (opening instanceof Restored restored) {
                announcer.announce(restored.event());
              }
            });
  }

  /** The user is active. */
  public CompletionStage<Void> heartbeat(Connection connection) {
    return store.touch(connection.user(), connection.id());
  }

  /**
   * The user is on a page, or hides it. Friends and the user are told once it is recorded. Where
   * that cannot be done now the stage fails, and it is tried again by {@link #recordAgain} unless
   * the user is on another page by then.
   */
  public CompletionStage<Void> update(Connection connection, Page page) {
    return updates.record(connection, page);
  }

  /**
   * A connection is closed. Where that cannot be recorded now it is tried again by {@link
   * #recordAgain}, so that no ghost keeps its user online.
   */
  public void close(Connection connection, Departure departure) {
    if (hub.remove(connection)) {
      updates.forget(connection);
      var unused = closes.record(connection, departure);
    }
  }

  /**
   * This node stops: asks all its clients to go elsewhere, each after a wait of its own, where they
   * are as present as before, and takes no new ones. Blocks until that is recorded.
   */
  public void leave() {
    leaving = true;
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
    List<Connection> connections = hub.removeAll();
    int window = Math.min(MAX_WAIT_MILLIS, connections.size() * MILLIS_A_RETURN);
    Stages.inBatches(
        connections,
        connection -> {
          int wait = ThreadLocalRandom.current().nextInt(window + 1);
          connection.close(
              Disconnect.SERVICE_RESTART,
              Disconnect.SERVICE_RESTART.reason() + "; reconnect in " + wait + " ms");
          updates.forget(connection);
          return closes
              .record(connection, Departure.MOVED)
              .exceptionally(
                  failure -> {
                    onFailure.accept(failure);
                    return null;
                  });
        });
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
    updates.tryAgain();
    closes.tryAgain();
  }
}
