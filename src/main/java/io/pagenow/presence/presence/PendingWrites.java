package io.pagenow.presence.presence;

import io.pagenow.presence.concurrent.Stages;
import io.pagenow.presence.delivery.Connection;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.presence.PresenceStore.Ending;
import io.pagenow.presence.presence.PresenceStore.Opening;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of this node write to the store: in the order in which it happened to each
 * connection, and nothing any more once the connection is closed. The latest update and the close
 * of a connection wait here until the store confirms them, so that an outage loses neither.
 *
 * <p>Thread-safe. No method blocks: the lock of a connection is held while a call is handed to the
 * store, which keeps the order of calls about one user.
 */
@Singleton
public final class PendingWrites {

  private final PresenceStore store;
  private final Hub hub;
  private final EventDelivery announcer;
  private final Map<Connection, Writes> writes = new ConcurrentHashMap<>();

  @Inject
  public PendingWrites(PresenceStore store, Hub hub, EventDelivery announcer) {
    this.store = store;
    this.hub = hub;
    this.announcer = announcer;
  }

  /** The writes of one connection. Guarded by itself. */
  private static final class Writes {
    /** The latest report; null before the first one. */
    private @Nullable Report report;

    /** Whether the store has confirmed the report. */
    private boolean confirmed = true;

    /** Whether the report is to be sent again. */
    private boolean failed;

    /** How the connection ended; null while it is open. */
    private @Nullable Ending ending;

    private boolean closeFailed;
  }

  /** Registers a connection with this and with the hub. */
  public void add(Connection connection) {
    writes.put(connection, new Writes());
    hub.add(connection);
  }

  /** Records an open connection; empty if it was closed before. */
  Optional<CompletionStage<Opening>> open(Connection connection) {
    Writes own = writes.get(connection);
    if (own == null) {
      return Optional.empty();
    }
    synchronized (own) {
      return own.ending == null
          ? Optional.of(store.open(connection.user(), connection.id()))
          : Optional.empty();
    }
  }

  /** Records activity, unless the connection is closed. */
  CompletionStage<Void> touch(Connection connection) {
    Writes own = writes.get(connection);
    if (own == null) {
      return Stages.DONE;
    }
    synchronized (own) {
      return own.ending == null ? store.touch(connection.user(), connection.id()) : Stages.DONE;
    }
  }

  /**
   * Records a report in the place of any before it, unless the connection is closed. The stage
   * fails if the store does not confirm the report now; it stays pending then.
   */
  CompletionStage<Void> update(Connection connection, Report report) {
    Writes own = writes.get(connection);
    if (own == null) {
      return Stages.DONE;
    }
    CompletionStage<Optional<Updated>> stage;
    synchronized (own) {
      if (own.ending != null) {
        return Stages.DONE;
      }
      own.report = report;
      own.confirmed = false;
      own.failed = false;
      stage = store.update(connection.user(), connection.id(), report);
    }
    return settle(own, report, stage);
  }

  /**
   * Removes the connection from the hub and records its end. Does nothing if it was removed before.
   */
  public CompletionStage<Void> close(Connection connection, Departure departure) {
    Writes own = writes.get(connection);
    if (own == null) {
      return Stages.DONE;
    }
    CompletionStage<Optional<PresenceEvent>> stage;
    synchronized (own) {
      if (own.ending != null) {
        return Stages.DONE;
      }
      hub.remove(connection);
      boolean hides = own.report != null && !own.confirmed && own.report.page().isHidden();
      own.ending = new Ending(departure, connection.silentNanos(), hides);
      stage = store.close(connection.user(), connection.id(), own.ending);
    }
    return settle(connection, own, stage);
  }

  /** Records a connection again that the store lost, unless the connection is closed. */
  public CompletionStage<Void> restore(Connection connection, Optional<Updated> held) {
    Writes own = writes.get(connection);
    if (own == null) {
      return Stages.DONE;
    }
    CompletionStage<Optional<Updated>> stage;
    synchronized (own) {
      if (own.ending != null) {
        return Stages.DONE;
      }
      Optional<Report> report = Optional.ofNullable(own.confirmed ? own.report : null);
      stage = store.restore(connection.user(), connection.id(), report, held);
    }
    return stage.thenAccept(event -> event.ifPresent(announcer::announce));
  }

  /** Sends again what the store did not confirm. */
  void retry() {
    writes.forEach(
        (connection, own) -> {
          retryUpdate(connection, own);
          retryClose(connection, own);
        });
  }

  private void retryUpdate(Connection connection, Writes own) {
    Report report;
    CompletionStage<Optional<Updated>> stage;
    synchronized (own) {
      report = own.report;
      if (report == null || !own.failed || own.ending != null) {
        return;
      }
      own.failed = false;
      stage = store.updateAgain(connection.user(), connection.id(), report);
    }
    var unused = settle(own, report, stage);
  }

  private void retryClose(Connection connection, Writes own) {
    CompletionStage<Optional<PresenceEvent>> stage;
    synchronized (own) {
      if (own.ending == null || !own.closeFailed) {
        return;
      }
      own.closeFailed = false;
      stage = store.close(connection.user(), connection.id(), own.ending);
    }
    var unused = settle(connection, own, stage);
  }

  private CompletionStage<Void> settle(
      Writes own, Report report, CompletionStage<Optional<Updated>> stage) {
    return stage
        .whenComplete(
            (event, failure) -> {
              synchronized (own) {
                if (report.equals(own.report)) {
                  own.confirmed = failure == null;
                  own.failed = failure != null;
                }
              }
            })
        .thenAccept(event -> event.ifPresent(announcer::announce));
  }

  private CompletionStage<Void> settle(
      Connection connection, Writes own, CompletionStage<Optional<PresenceEvent>> stage) {
    return stage
        .whenComplete(
            (event, failure) -> {
              if (failure == null) {
                writes.remove(connection, own);
              } else {
                synchronized (own) {
                  own.closeFailed = true;
                }
              }
            })
        .thenAccept(event -> event.ifPresent(announcer::announce));
  }
}
