package io.pagenow.presence.explanation;

import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.model.explanation.Explanation;

/**
 * The connections of users on all nodes, and the recorded transitions.
 *
 * <p>Thread-safe. Every method blocks for at most the adapter's time-out, and throws {@link
 * io.pagenow.presence.model.UnavailableException} if the store does not answer, or too many callers
 * wait.
 */
public interface Explanations {

  /** Returns what is recorded about a user; without connections if the user is unknown. */
  Explanation explain(UserId user);

  /**
   * Asks the node of a connection to close it for good. The node does so within milliseconds, if it
   * is alive.
   *
   * @return whether the user has such a connection
   */
  boolean disconnect(UserId user, ConnectionId connection);
}
