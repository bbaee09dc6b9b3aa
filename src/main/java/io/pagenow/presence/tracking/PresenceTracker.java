package io.pagenow.presence.tracking;

import io.pagenow.presence.fanout.Connection;
import io.pagenow.presence.fanout.Disconnect;
import io.pagenow.presence.fanout.Hub;
import io.pagenow.presence.friends.FriendBook;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.tracking.PresenceStore.Departure;
import io.pagenow.presence.tracking.PresenceStore.Opening.Refused;
import io.pagenow.presence.tracking.PresenceStore.Opening.Restored;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What a connection does to its user's presence.
 *
 * <p>The calls for one connection come one after another, as its socket's events do. The stages
 * fail with {@link UnavailableException} where nothing can be recorded.
 */
@Singleton
public final class PresenceTracker {

  private final Hub hub;
  private final FriendBook book;
  private final PresenceStore store;
  private final Announcer announcer;
  private volatile boolean leaving;
  private final Queue<Closed> unrecorded = new ConcurrentLinkedQueue<>();

  private record Closed(
      UserId user, ConnectionId connection, Departure departure, Set<UserId> friends) {}

  @Inject
  public PresenceTracker(Hub hub, FriendBook book, PresenceStore store, Announcer announcer) {
    this.hub = hub;
    this.book = book;
    this.store = store;
    this.announcer = announcer;
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
    return Stages.await(connections);
  }

  /** A connection is open. It is closed again where it cannot be recorded. */
  public void open(Connection connection) {
    if (leaving) {
      connection.close(Disconnect.SERVICE_RESTART);
      return;
    }
    UserId user = connection.user();
    Set<UserId> friends = book.friendsOf(user);
    hub.add(connection);
    store
        .open(user, connection.id(), friends)
        .whenComplete(
            (opening, failure) -> {
              if (failure != null) {
                connection.close(Disconnect.TRY_AGAIN_LATER);
              } else if (opening instanceof Refused) {
                connection.close(Disconnect.TOO_MANY_CONNECTIONS);
              } else if (opening instanceof Restored restored) {
                announcer.announce(restored.event(), friends);
              }
            });
  }

  /** The user is active. */
  public CompletionStage<Void> heartbeat(Connection connection) {
    return store.touch(connection.user(), connection.id());
  }

  /** The user is on a page, or hides it. Friends and the user are told once it is recorded. */
  public CompletionStage<Void> update(Connection connection, Page page) {
    UserId user = connection.user();
    Set<UserId> friends = book.friendsOf(user);
    return store
        .update(user, connection.id(), page, friends)
        .thenAccept(event -> announcer.announce(event, friends));
  }

  /**
   * A connection is closed. Where that cannot be recorded now it is tried again by {@link
   * #recordClosed}, so that no ghost keeps its user online.
   */
  public void close(Connection connection, Departure departure) {
    // Read first: the list of a user without a connection may be forgotten at any time.
    Closed closed = closed(connection, departure);
    if (hub.remove(connection)) {
      var unused = record(closed);
    }
  }

  /**
   * This node stops: asks all its clients to go elsewhere, where they are as present as before, and
   * takes no new ones. Blocks until that is recorded.
   */
  public void leave() {
    leaving = true;
    Stages.inBatches(
        hub.removeAll(),
        connection -> {
          connection.close(Disconnect.SERVICE_RESTART);
          return record(closed(connection, Departure.MOVED));
        });
  }

  /** Whether this node takes no new connections, as it stops. */
  public boolean isLeaving() {
    return leaving;
  }

  /** This node goes on after all. */
  public void stay() {
    leaving = false;
  }

  /** Tries the closes again that could not be recorded. */
  public void recordClosed() {
    // Counted beforehand, since what fails is added at the end.
    for (int left = unrecorded.size(); left > 0; left--) {
      Closed closed = unrecorded.poll();
      if (closed != null) {
        var unused = record(closed);
      }
    }
  }

  private Closed closed(Connection connection, Departure departure) {
    UserId user = connection.user();
    return new Closed(user, connection.id(), departure, book.friendsOf(user));
  }

  private CompletionStage<Void> record(Closed closed) {
    return store
        .close(closed.user(), closed.connection(), closed.departure(), closed.friends())
        .thenAccept(
            event -> event.ifPresent(timedOut -> announcer.announce(timedOut, closed.friends())))
        .exceptionally(
            failure -> {
              unrecorded.add(closed);
              return null;
            });
  }
}
