package io.pagenow.presence.presence;

import io.pagenow.presence.delivery.Connection;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.presence.PresenceStore.Ending;
import io.pagenow.presence.sharing.Sharing;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
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
  private final Sharing sharing;

  /** A report that waits until the sharing rules are read again; null if there is none. */
  private @Nullable Report held;

  /** The latest report; null before the first one. */
  private @Nullable Report report;

  /** Whether the store has confirmed the report. */
  private boolean confirmed = true;

  /** Whether the store failed to record the report, so that a retry is due. */
  private boolean failed;

  /** How the connection ended; null while it is open. */
  private @Nullable Ending ending;

  private boolean closeFailed;

  ConnectionWrites(Connection connection, PresenceStore store, Hub hub, Sharing sharing) {
    this.connection = connection;
    this.store = store;
    this.hub = hub;
    this.sharing = sharing;
  }

  /** Makes a call to the store. Returns empty, and makes no call, if the connection is closed. */
  <T> Optional<T> ifOpen(BiFunction<UserId, ConnectionId, T> call) {
    return ifOpen(() -> call.apply(connection.user(), connection.id()));
  }

  private synchronized <T> Optional<T> ifOpen(Supplier<T> call) {
    return ending == null ? Optional.of(call.get()) : Optional.empty();
  }

  /**
   * Records a report, which replaces any pending one, if the connection is open. If the sharing
   * rules do not show its page, they are read again first.
   */
  Optional<CompletionStage<Optional<Updated>>> update(Report next) {
    return ifOpen(
        () -> {
          held = null;
          if (sharing.shows(connection.user(), next.page())) {
            return record(next);
          }
          held = next;
          return sharing
              .readRulesAgain(connection.user())
              .handle((read, failure) -> recordHeld(next))
              .thenCompose(Function.identity());
        });
  }

  /** Records a report that waited, unless a newer one replaced it or the connection closed. */
  private synchronized CompletionStage<Optional<Updated>> recordHeld(Report next) {
    if (!next.equals(held)) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    held = null;
    return record(visible(next));
  }

  private CompletionStage<Optional<Updated>> record(Report next) {
    report = next;
    return settled(next, store.update(connection.user(), connection.id(), next));
  }

  /** Records the report again if the store failed to record it and the connection is open. */
  synchronized Optional<CompletionStage<Optional<Updated>>> retryUpdate() {
    if (report == null || !failed) {
      return Optional.empty();
    }
    Report last = visible(report);
    return ifOpen(
        () -> {
          report = last;
          return settled(last, store.updateAgain(connection.user(), connection.id(), last));
        });
  }

  /** Returns whether the store failed to record the last report or the end. */
  synchronized boolean hasFailed() {
    return failed || closeFailed;
  }

  /** Hides the last report if the sharing rules, which have changed, do not show its page. */
  synchronized void applyRules() {
    Report last = report;
    if (last != null && !last.equals(visible(last))) {
      report = visible(last);
      // The store may still be recording the page, or fail to: so the hide is recorded as well.
      failed = !confirmed;
    }
  }

  private Report visible(Report last) {
    return sharing.shows(connection.user(), last.page())
        ? last
        : new Report(Page.NONE, last.nanos(), sharing.ruleOf(connection.user()));
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
  Optional<CompletionStage<Optional<PresenceEvent>>> close(Departure departure, CloseCause cause) {
    return ifOpen(
        () -> {
          hub.remove(connection);
          boolean hides = report != null && !confirmed && report.page().isHidden();
          hides |= held != null;
          held = null;
          ending = new Ending(departure, connection.silentNanos(), hides, cause);
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
  Optional<CompletionStage<Optional<Updated>>> restore(Optional<Updated> event) {
    return ifOpen(
        () ->
            store.restore(
                connection,
                Optional.ofNullable(confirmed ? report : null).map(this::visible),
                event.map(sharing::visible)));
  }
}
