package io.pagenow.presence.presence;

import io.pagenow.presence.concurrent.Stages;
import io.pagenow.presence.delivery.Connection;
import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.presence.PresenceStore.Opening;
import io.pagenow.presence.sharing.Sharing;
import io.pagenow.presence.tracing.Traces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The use cases of a connection: open, heartbeat, update and close.
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

  @Inject
  public PresenceService(
      PresenceStore store, EventDelivery delivery, PendingWrites writes, Sharing sharing) {
    this.store = store;
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
      opening.match(
          () -> {}, delivery::deliver, () -> connection.close(Disconnect.TOO_MANY_CONNECTIONS));
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
    writes.retry();
  }
}
