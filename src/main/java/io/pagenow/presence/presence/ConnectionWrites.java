package io.pagenow.presence.presence;

import io.pagenow.presence.delivery.Connection;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.presence.PresenceStore.Ending;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The writes of one connection: its latest report, its end, and whether the store has confirmed
 * them. Thread-safe.
 *
 * <p>The lock is held while a call is handed to the store. So calls keep their order, and none
 * follows the close. Callers add their callbacks to the stages outside of the lock.
 */
final class ConnectionWrites {

  private final Connection connection;
  private final PresenceStore store;
  private final Hub hub;

  /** The latest report; null before the first one. */
  private @Nullable Report report;

  /** Whether the store has confirmed the report. */
  private boolean confirmed = true;

  /** Whether the store failed to record the report, so that a retry is due. */
  private boolean failed;

  /** How the connection ended; null while it is open. */
  private @Nullable Ending ending;

  private boolean closeFailed;

  ConnectionWrites(Connection connection, PresenceStore store, Hub hub) {
    this.connection = connection;
    this.store = store;
    this.hub = hub;
  }

  /** Makes a call to the store. Returns empty, and makes no call, if the connection is closed. */
  <T> Optional<T> ifOpen(BiFunction<UserId, ConnectionId, T> call) {
    return ifOpen(() -> call.apply(connection.user(), connection.id()));
  }

  private synchronized <T> Optional<T> ifOpen(Supplier<T> call) {
    return ending == null ? Optional.of(call.get()) : Optional.empty();
  }

  /** Records a report, which replaces any pending one, if the connection is open. */
  Optional<CompletionStage<Optional<Updated>>> update(Report next) {
    return ifOpen(
        () -> {
          report = next;
          return settled(next, store.update(connection.user(), connection.id(), next));
        });
  }

  /** Records the report again if the store failed to record it and the connection is open. */
  synchronized Optional<CompletionStage<Optional<Updated>>> retryUpdate() {
    Report last = report;
    return last == null || !failed
        ? Optional.empty()
        : ifOpen(() -> settled(last, store.updateAgain(connection.user(), connection.id(), last)));
  }

  private CompletionStage<Optional<Updated>> settled(
      Report sent, CompletionStage<Optional<Updated>> stage) {
    confirmed = false;
    failed = false;
    return stage.whenComplete((event, failure) -> settle(sent, failure == null));
  }

  private synchronized void settle(Report sent, boolean recorded) {
    if (sent.equals(report)) {
      confirmed = recorded;
      failed = !recorded;
    }
  }

  /** Removes the connection from the hub and records its end, if it is open. */
  Optional<CompletionStage<Optional<PresenceEvent>>> close(Departure departure) {
    return ifOpen(
        () -> {
          hub.remove(connection);
          boolean hides = report != null && !confirmed && report.page().isHidden();
          ending = new Ending(departure, connection.silentNanos(), hides);
          return close(ending);
        });
  }

  /** Records the end of the connection again if the store failed to record it. */
  synchronized Optional<CompletionStage<Optional<PresenceEvent>>> retryClose() {
    return ending == null || !closeFailed ? Optional.empty() : Optional.of(close(ending));
  }

  private CompletionStage<Optional<PresenceEvent>> close(Ending how) {
    closeFailed = false;
    return store
        .close(connection.user(), connection.id(), how)
        .whenComplete((event, failure) -> settleClose(failure == null));
  }

  private synchronized void settleClose(boolean recorded) {
    closeFailed = !recorded;
  }

  /** Records the connection and its confirmed report again, if the connection is open. */
  Optional<CompletionStage<Optional<Updated>>> restore(Optional<Updated> held) {
    return ifOpen(
        () ->
            store.restore(
                connection.user(),
                connection.id(),
                Optional.ofNullable(confirmed ? report : null),
                held));
  }
}
