package io.pagenow.presence.presence;

import io.pagenow.presence.concurrent.Stages;
import io.pagenow.presence.delivery.Connection;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.sharing.Sharing;
import io.pagenow.presence.tracing.Traces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The updates and closes of this node's connections on their way to the store. Writes of one
 * connection keep their order, and nothing is written after its close. The latest update and the
 * close stay pending until the store confirms them, so an outage loses neither.
 *
 * <p>Thread-safe. No method blocks.
 */
@Singleton
public final class PendingWrites {

  private final PresenceStore store;
  private final Hub hub;
  private final EventDelivery delivery;
  private final Sharing sharing;
  private final Map<Connection, ConnectionWrites> writes = new ConcurrentHashMap<>();

  @Inject
  public PendingWrites(PresenceStore store, Hub hub, EventDelivery delivery, Sharing sharing) {
    this.store = store;
    this.hub = hub;
    this.delivery = delivery;
    this.sharing = sharing;
  }

  /** Registers a connection here and with the hub. */
  public void add(Connection connection) {
    writes.put(connection, new ConnectionWrites(connection, store, hub, sharing));
    hub.add(connection);
  }

  /**
   * Makes a call to the store that is not retried, in order with the other writes of the
   * connection. Returns empty, and makes no call, if the connection is closed.
   */
  <T> Optional<T> ifOpen(Connection connection, BiFunction<UserId, ConnectionId, T> call) {
    return of(connection).flatMap(own -> own.ifOpen(call));
  }

  /**
   * Records a report, which replaces any pending one. Does nothing if the connection is closed. If
   * the store does not confirm the report, the stage fails and the report stays pending until
   * {@link #retry}.
   *
   * @return the version of the event; empty if there is none
   */
  CompletionStage<OptionalLong> update(Connection connection, Report report) {
    return of(connection)
        .flatMap(own -> own.update(report))
        .map(stage -> stage.thenApply(Traces.within(this::deliver)))
        .orElseGet(() -> CompletableFuture.completedStage(OptionalLong.empty()));
  }

  private OptionalLong deliver(Optional<? extends PresenceEvent> event) {
    event.ifPresent(delivery::deliver);
    return event.map(known -> OptionalLong.of(known.version())).orElseGet(OptionalLong::empty);
  }

  /**
   * Removes the connection from the hub and records its end. Does nothing if it was closed before.
   * If the store does not confirm the close, the stage fails and the close stays pending until
   * {@link #retry}.
   */
  public CompletionStage<Void> close(Connection connection, Departure departure, CloseCause cause) {
    return closed(connection, own -> own.close(departure, cause));
  }

  /**
   * Records a connection again after the store lost it. Does nothing if the connection is closed.
   *
   * @param held the latest event of the user that this node knows; empty if the user is offline
   */
  public CompletionStage<Void> restore(Connection connection, Optional<Updated> held) {
    return delivered(of(connection).flatMap(own -> own.restore(held)));
  }

  /** Hides the last reports of a user's connections whose pages the sharing rules do not show. */
  public void applyRules(UserId user) {
    hub.connectionsOf(user)
        .forEach(connection -> of(connection).ifPresent(ConnectionWrites::applyRules));
  }

  /** Sends the updates and closes again that the store did not confirm. */
  void retry() {
    writes.forEach(
        (connection, own) -> {
          var unused = delivered(own.retryUpdate());
          var unusedToo = closed(connection, ConnectionWrites::retryClose);
        });
  }

  private CompletionStage<Void> closed(
      Connection connection,
      Function<ConnectionWrites, Optional<CompletionStage<Optional<PresenceEvent>>>> call) {
    return delivered(
        of(connection)
            .flatMap(call)
            .map(
                stage ->
                    stage.whenComplete(
                        (event, failure) -> {
                          if (failure == null) {
                            writes.remove(connection);
                          }
                        })));
  }

  /** Returns the number of connections with an update or a close that the store did not confirm. */
  public int failed() {
    return (int) writes.values().stream().filter(ConnectionWrites::hasFailed).count();
  }

  private Optional<ConnectionWrites> of(Connection connection) {
    return Optional.ofNullable(writes.get(connection));
  }

  /** Delivers the event of a call, if there is one. Done at once if no call was made. */
  private CompletionStage<Void> delivered(
      Optional<? extends CompletionStage<? extends Optional<? extends PresenceEvent>>> call) {
    return call.<CompletionStage<Void>>map(
            stage -> stage.thenApply(Traces.within(this::deliver)).thenAccept(version -> {}))
        .orElse(Stages.DONE);
  }
}
