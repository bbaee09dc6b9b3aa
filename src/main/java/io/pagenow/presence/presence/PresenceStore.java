package io.pagenow.presence.presence;

import io.pagenow.presence.delivery.Connection;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.PresenceEvent.VisibilityChanged;
import io.pagenow.presence.model.UserId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The presence of all users, shared by all nodes.
 *
 * <p>Each method is atomic for each user. Calls about one user from one thread are executed in
 * their order. A call that creates an event also publishes it to the <em>other</em> nodes that are
 * subscribed to the user. The caller delivers it to the connections of this node. All timestamps
 * are from the clock of the store.
 *
 * <p>Thread-safe. No method blocks. The stages complete on a thread of the store, which callbacks
 * must not block. They fail with {@link io.pagenow.presence.model.UnavailableException} within the
 * adapter's time-out. The store may still have executed a failed call.
 */
public interface PresenceStore {

  /**
   * The grace period for users whose node asked their clients to reconnect elsewhere. A client may
   * notice only with its next heartbeat, a minute later.
   */
  Duration DRAIN_GRACE = Duration.ofSeconds(90);

  /** The grace period for users whose browser left the page: it may be loading the page again. */
  Duration RELOAD_GRACE = Duration.ofSeconds(2);

  /** The result of {@link #open}. */
  sealed interface Opening {

    /** Passes on the event to deliver, if there is one, or runs the action for a refusal. */
    void match(Consumer<PresenceEvent> event, Runnable refused);

    /**
     * The connection is recorded.
     *
     * @param chosen the visibility of the user; empty if the user never chose one
     */
    record Recorded(Optional<VisibilityChanged> chosen) implements Opening {

      /** Creates the result for a user who never chose the visibility. */
      public Recorded() {
        this(Optional.empty());
      }

      @Override
      public void match(Consumer<PresenceEvent> event, Runnable refused) {
        chosen.ifPresent(event);
      }
    }

    /**
     * The connection is recorded, and the page that the user had before the disconnect is restored.
     */
    record Restored(Updated event) implements Opening {

      @Override
      public void match(Consumer<PresenceEvent> deliver, Runnable refused) {
        deliver.accept(event);
      }
    }

    /** The connection is not recorded, because the user has the maximum number of connections. */
    record Refused() implements Opening {

      @Override
      public void match(Consumer<PresenceEvent> event, Runnable refused) {
        refused.run();
      }
    }
  }

  /** The way in which a connection ended. */
  enum Departure {
    /** The client closed the connection. */
    CLOSED,
    /**
     * The client closed the connection as going away (1001), as browsers do when a page is left or
     * loaded again. The user stays online for {@link #RELOAD_GRACE}; then the page is forgotten.
     */
    LEAVING,
    /**
     * The connection broke, or this node closed it as unresponsive, so the client is likely to
     * reconnect. The user stays online for the reconnect grace period, and the page can be restored
     * for {@code TIMEOUT} after that.
     */
    BROKEN,
    /**
     * This node drains and the client reconnects to another node. As {@link #BROKEN}, with a grace
     * period of {@link #DRAIN_GRACE}.
     */
    MOVED;

    /**
     * Returns the grace period.
     *
     * @param reconnect that of broken connections
     */
    public Duration grace(Duration reconnect) {
      return switch (this) {
        case CLOSED -> Duration.ZERO;
        case LEAVING -> RELOAD_GRACE;
        case BROKEN -> reconnect;
        case MOVED -> DRAIN_GRACE;
      };
    }

    /** Returns whether the client closed the connection. */
    public boolean byClient() {
      return this == CLOSED || this == LEAVING;
    }
  }

  /**
   * The end of a connection.
   *
   * @param silentNanos the time since this node last received something from the client
   * @param hidesFirst whether the client hid its page and the store may not have recorded that. The
   *     close then hides the page
   */
  record Ending(Departure departure, long silentNanos, boolean hidesFirst, CloseCause cause) {}

  /** Returns the number of connections of the user on all nodes. */
  CompletionStage<Integer> connectionsOf(UserId user);

  /** Records a connection of the client with that name, which counts as activity of its user. */
  CompletionStage<Opening> open(UserId user, ConnectionId connection, String client);

  /** Records a connection of an unknown client. */
  default CompletionStage<Opening> open(UserId user, ConnectionId connection) {
    return open(user, connection, "");
  }

  /**
   * Records activity of the user. A connection that the store does not know is recorded again, as
   * by {@link #open}. The sweep may have removed it, or the store may have lost its data.
   */
  CompletionStage<Void> touch(UserId user, ConnectionId connection);

  /**
   * Records activity, as {@link #touch} does, and the page. Delayed reports of all connections of a
   * user are ordered by the time at which their nodes received them. A hidden page is always
   * recorded.
   *
   * @return the event; empty if the user has reported another page since
   */
  CompletionStage<Optional<Updated>> update(UserId user, ConnectionId connection, Report report);

  /**
   * Records a report again, after an earlier call failed whose result is unknown. If that call was
   * executed, the stage returns its event and nothing is published again.
   */
  CompletionStage<Optional<Updated>> updateAgain(
      UserId user, ConnectionId connection, Report report);

  /**
   * Removes a connection. If it is the last one, takes its user offline, at once or after a grace
   * period. Otherwise the user shows the latest report of the remaining connections.
   *
   * @return the event; empty if the presence of the user did not change
   */
  CompletionStage<Optional<PresenceEvent>> close(
      UserId user, ConnectionId connection, Ending ending);

  /**
   * Records a connection of this node again, with the presence of its user, after the store lost
   * it. Never restores a page that the user has hidden since.
   *
   * @param report the last confirmed report of the connection
   * @param held the latest event of the user that this node knows; empty if the user is offline
   * @return the event to deliver to the connections of this node; empty if nothing changed
   */
  CompletionStage<Optional<Updated>> restore(
      Connection connection, Optional<Report> report, Optional<Updated> held);
}
