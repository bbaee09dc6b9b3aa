package io.pagenow.presence.presence;

import io.pagenow.presence.concurrent.Stages;
import io.pagenow.presence.delivery.Connection;
import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.Visibility;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.presence.PresenceStore.Opening;
import io.pagenow.presence.sharing.Sharing;
import io.pagenow.presence.tracing.Traces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The use cases of a connection: open, heartbeat, update, visibility and close.
 *
 * <p>Thread-safe. No method blocks. Calls for one connection are recorded in their order. The
 * stages fail with {@link UnavailableException} if the store does not confirm a call.
 */
@Singleton
public final class PresenceService {

  private final PresenceStore store;
  private final EventDelivery delivery;
  private final PendingWrites writes;
  private final Sharing sharing;
  private final VisibilityStore visibilities;

  /** The choices that the store did not confirm, until they are tried again. */
  private final Map<Connection, Visibility> failed = new ConcurrentHashMap<>();

  @Inject
  public PresenceService(
      PresenceStore store,
      EventDelivery delivery,
      PendingWrites writes,
      Sharing sharing,
      VisibilityStore visibilities) {
    this.store = store;
    this.visibilities = visibilities;
    this.delivery = delivery;
    this.writes = writes;
    this.sharing = sharing;
  }

  /**
   * Records a connection in the store once it is open. Closes it if the store does not answer or
   * the user has too many connections.
   */
  public void open(Connection connection) {
    writes
        .ifOpen(connection, (user, id) -> store.open(user, id, connection.client()))
        .ifPresentOrElse(
            opening ->
                opening.whenComplete((result, failure) -> opened(connection, result, failure)),
            () -> connection.close(Disconnect.TRY_AGAIN_LATER));
  }

  private void opened(
      Connection connection, @Nullable Opening opening, @Nullable Throwable failure) {
    if (opening == null || failure != null) {
      connection.close(Disconnect.TRY_AGAIN_LATER);
    } else {
      opening.match(delivery::deliver, () -> connection.close(Disconnect.TOO_MANY_CONNECTIONS));
    }
  }

  /** Removes a connection that was added but never opened. */
  public void abandon(Connection connection) {
    close(connection, Departure.BROKEN);
  }

  /** Records activity of the user. Does nothing if the connection is closed. */
  public CompletionStage<Void> heartbeat(Connection connection) {
    return writes.ifOpen(connection, store::touch).orElse(Stages.DONE);
  }

  /**
   * Records the page of the user, or that the user hides it, and then delivers the event. A page
   * that the sharing rules of the user do not show is hidden. If the store does not confirm it, the
   * stage fails. {@link #retryPendingWrites} then retries, unless the connection reports another
   * page first. Does nothing if the connection is closed.
   *
   * @return the version of the event; empty if a later report was shown before
   */
  public CompletionStage<OptionalLong> update(Connection connection, Page page) {
    return Traces.follow(
        "update", () -> writes.update(connection, Report.now(sharing.stripped(page))));
  }

  /**
   * Changes which users see the user of the connection, and delivers the events. If the store does
   * not confirm it, the stage fails. {@link #retryPendingWrites} then retries, unless the
   * connection chooses again first. Does nothing if the connection is closed.
   *
   * @return the version of what the user sees of the own presence; empty if the user never chose
   */
  public CompletionStage<OptionalLong> changeVisibility(
      Connection connection, Visibility visibility) {
    failed.remove(connection);
    return writes
        .ifOpen(connection, (user, id) -> visibilities.change(user, id, visibility))
        .map(stage -> stage.thenApply(this::deliverAll))
        .orElseGet(() -> CompletableFuture.completedStage(OptionalLong.empty()))
        .whenComplete(
            (version, failure) -> {
              if (failure != null) {
                failed.put(connection, visibility);
              }
            });
  }

  private OptionalLong deliverAll(List<PresenceEvent> events) {
    events.forEach(delivery::deliver);
    return events.stream().mapToLong(PresenceEvent::version).max();
  }

  /**
   * Records that a connection is closed. If the store does not confirm it, {@link
   * #retryPendingWrites} retries, so that no closed connection keeps its user online.
   */
  public void close(Connection connection, Departure departure) {
    close(connection, departure, CloseCause.NO_CLOSE_FRAME);
  }

  /** Does the same as {@link #close(Connection, Departure)}, with the code of the close frame. */
  public void close(Connection connection, Departure departure, int code) {
    CloseCause cause = CloseCause.of(departure.byClient(), connection.disconnect(), code);
    var unused = writes.close(connection, departure, cause);
  }

  /** Retries all pending writes. */
  public void retryPendingWrites() {
    // First, so that no page is shown that a user wanted to hide.
    failed.forEach(
        (connection, visibility) -> {
          if (failed.remove(connection, visibility)) {
            var unused = changeVisibility(connection, visibility);
          }
        });
    writes.retry();
  }
}
