package io.pagenow.presence.presence;

import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The presence of all users, shared by all nodes.
 *
 * <p>Each method is one atomic step for each user: all of it happens or nothing. Steps asked for
 * about one user by one thread happen in that order. Where a step makes an event, it also passes it
 * to the <em>other</em> nodes that {@linkplain #watch watch} the user; the connections of this node
 * are for the caller to tell. Time is the store's own.
 *
 * <p>No method blocks. The stages complete on a thread of the store, which must not be held up, and
 * fail with {@link io.pagenow.presence.model.UnavailableException} within the adapter's time-out. A
 * step that failed so may still have happened.
 */
public interface PresenceStore {

  /** A node is dead if it does not renew its lease for this time. */
  Duration LEASE = Duration.ofSeconds(15);

  /**
   * For how long a user is shown whose node asked them to go elsewhere. A client may notice with
   * its next heartbeat only, a minute later.
   */
  Duration MOVING = Duration.ofSeconds(90);

  /** How {@link #open} ended. */
  sealed interface Opening {

    /** The connection is recorded. */
    record Recorded() implements Opening {}

    /** It is recorded, and the page that its user had before they vanished is there again. */
    record Restored(Updated event) implements Opening {}

    /** It is not recorded, as its user has as many connections as a user may have. */
    record Refused() implements Opening {}
  }

  /** How a connection ended. */
  enum Departure {
    /** The client closed it in good order. */
    CLOSED,
    /**
     * It broke, or this side gave it up: the client is likely to come back soon. Its user is shown
     * for the reconnect grace, and what they were on is kept for the time-out after that.
     */
    BROKEN,
    /** This node stops and the client goes elsewhere: as broken, with {@link #MOVING} of grace. */
    MOVED
  }

  /**
   * The end of a connection.
   *
   * @param silentNanos how long ago this node last heard from the client
   * @param hidesFirst whether the client hid its user's activity, which may not be recorded: then
   *     the close hides it
   */
  record Ending(Departure departure, long silentNanos, boolean hidesFirst) {}

  /** An idle user, who is offline from now on, and the connections that they had. */
  record Idle(UserId user, List<ConnectionId> connections) {}

  /** How many connections the user has on all nodes. */
  CompletionStage<Integer> connectionsOf(UserId user);

  /** Records a connection, which counts as activity of its user. */
  CompletionStage<Opening> open(UserId user, ConnectionId connection);

  /**
   * Records activity. A connection that the store does not know (it was swept, or the store lost
   * its data) is recorded again, as by {@link #open}.
   */
  CompletionStage<Void> touch(UserId user, ConnectionId connection);

  /**
   * Records activity, as {@link #touch} does, and the page. Reports that were delayed are ordered
   * by when they were received, whichever connection they came on. A hidden page is always
   * recorded.
   *
   * @return the event; empty if the user has reported another page since
   */
  CompletionStage<Optional<Updated>> update(UserId user, ConnectionId connection, Report report);

  /**
   * As {@link #update}, where an earlier call failed and may still have happened: then the event is
   * that of the earlier call, and the other nodes are told nothing more.
   */
  CompletionStage<Optional<Updated>> updateAgain(
      UserId user, ConnectionId connection, Report report);

  /**
   * Removes a connection, and with the last one the user: at once or after a grace period. If other
   * connections are left, the user is shown as the latest report of those says.
   *
   * @return the event if the user is offline or shown otherwise by it
   */
  CompletionStage<Optional<PresenceEvent>> close(
      UserId user, ConnectionId connection, Ending ending);

  /**
   * Takes users offline that were idle for longer than the time-out: a bounded number at once, none
   * of them twice. Each is to be {@linkplain #announce announced}.
   *
   * @return empty where there are none left
   */
  CompletionStage<List<Idle>> claimIdle();

  /** Takes users offline whose grace is over. As {@link #claimIdle} otherwise. */
  CompletionStage<List<UserId>> claimDeparted();

  /**
   * Takes users offline whose last connection was on a node that is gone. As {@link #claimIdle}
   * otherwise, but not for use by two threads of one node at a time.
   */
  CompletionStage<List<UserId>> claimOrphans();

  /** Takes over claims that were not announced within half a minute: who took them may be gone. */
  CompletionStage<List<UserId>> reclaim();

  /**
   * Ends a claim.
   *
   * @return the event, empty where somebody else was faster or the user is online again
   */
  CompletionStage<Optional<TimedOut>> announce(UserId user);

  /** From now on this node hears of the users. It forgets so where it gives the node up. */
  CompletionStage<Void> watch(Collection<UserId> users);

  /** This node hears of the users no more. */
  CompletionStage<Void> unwatch(Collection<UserId> users);

  /** The last event about each of the users, without those who are offline. */
  CompletionStage<Map<UserId, Updated>> current(Collection<UserId> users);

  /**
   * Records a connection of this node again, and the presence that its user had. Nothing is shown
   * that the user hid meanwhile.
   *
   * @param report the last confirmed report of the connection
   * @param held the last event about the user that this node knows; empty if the user is not shown
   * @return the event if the connections of this node have to be told
   */
  CompletionStage<Optional<Updated>> restore(
      UserId user, ConnectionId connection, Optional<Report> report, Optional<Updated> held);
}
