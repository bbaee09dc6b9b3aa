package io.pagenow.presence.cluster.drain;

import io.pagenow.presence.cluster.subscription.SubscribedUsers;
import io.pagenow.presence.concurrent.Stages;
import io.pagenow.presence.delivery.Connection;
import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.presence.CloseCause;
import io.pagenow.presence.presence.PendingWrites;
import io.pagenow.presence.presence.PresenceStore;
import io.pagenow.presence.presence.PresenceStore.Departure;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/** Moves the clients of this node to other nodes. Their users stay online in the meantime. */
@Singleton
public final class Drain {

  /**
   * Random delays spread the clients of a draining node, so that at most 200 reconnect each second,
   * as long as {@link #MAX_DELAY_MILLIS} is enough for all.
   */
  private static final int MILLIS_PER_CLIENT = 5;

  /** All clients must reconnect within {@link PresenceStore#DRAIN_GRACE}. */
  private static final int MAX_DELAY_MILLIS = 30_000;

  private static final CloseCause DRAINED =
      CloseCause.byNode(Optional.of(Disconnect.SERVICE_RESTART));

  private final Hub hub;
  private final PendingWrites writes;
  private final SubscribedUsers subscribed;

  @Inject
  public Drain(Hub hub, PendingWrites writes, SubscribedUsers subscribed) {
    this.hub = hub;
    this.writes = writes;
    this.subscribed = subscribed;
  }

  /**
   * Removes all connections and subscriptions of this node, and asks the clients to reconnect, each
   * after a random delay. The node must accept no connections any more. Blocks.
   *
   * @return whether the store has recorded that all connections are closed
   * @throws io.pagenow.presence.model.UnavailableException if the store does not answer
   */
  public boolean run() {
    boolean recorded = closeAll(hub.connections());
    subscribed.unsubscribeAll();
    return recorded;
  }

  private boolean closeAll(List<Connection> connections) {
    int window = Math.min(MAX_DELAY_MILLIS, connections.size() * MILLIS_PER_CLIENT);
    AtomicBoolean recorded = new AtomicBoolean(true);
    Stages.inBatches(
        connections,
        connection -> {
          CompletionStage<Void> closed = writes.close(connection, Departure.MOVED, DRAINED);
          int delay = ThreadLocalRandom.current().nextInt(window + 1);
          connection.close(
              Disconnect.SERVICE_RESTART,
              Disconnect.SERVICE_RESTART.reason() + "; reconnect in " + delay + " ms");
          return closed.exceptionally(
              failure -> {
                recorded.set(false);
                return null;
              });
        });
    return recorded.get();
  }
}
