package io.pagenow.presence.presence;

import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.model.Visibility;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Which users see each user, shared by all nodes. The choice of a user holds for all connections
 * until it is changed. Threads, order and failures are those of {@link PresenceStore}.
 */
public interface VisibilityStore {

  /**
   * Records the choice of a user, which counts as activity. With {@link Visibility#NOBODY} friends
   * see the user as offline from then on, and nothing that the user does changes what they see.
   * With {@link Visibility#FRIENDS} they see the page that the user reported last, if there is one.
   *
   * <p>A call may be repeated after one whose result is unknown.
   *
   * @return the last events of the user in their order, which the caller must deliver to the
   *     connections of this node; empty if the user never chose
   */
  CompletionStage<List<PresenceEvent>> change(
      UserId user, ConnectionId connection, Visibility visibility);
}
