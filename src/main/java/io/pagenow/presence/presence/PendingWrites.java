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
 * The updates and closes of this node's connections on their way to the store. Writes of one
 * connection keep their order, and nothing is written after its close. The latest update and the
 * close stay pending until the store confirms them, so an outage loses neither.
 *
 * <p>Thread-safe. No method blocks: the lock of a connection is held while a call is handed to the
 * store, which keeps the order of calls about one user.
 */
@Singleton
public final class PendingWrites {

  private final PresenceStore store;
  private final Hub hub;
  private final EventDelivery delivery;
  private final Map<Connection, Writes> writes = new ConcurrentHashMap<>();

  @Inject
  public PendingWrites(PresenceStore store, Hub hub, EventDelivery delivery) {
    this.store = store;
    this.hub = hub;
    this.delivery = delivery;
  }

  /** The writes of one connection. Guarded by itself. */
  private static final class Writes {
    /** The latest report; null before the first one. */
    private @Nullable Report report;

    /** Whether the store has confirmed the report. */
    private boolean confirmed = true;

    /** Whether the store failed to record the report, so that a retry is due. */
    private boolean failed;

    /** How the connection ended; null while it is open. */
    private @Nullable Ending ending;

    private boolean closeFailed;
  }

  /** Registers a connection here and with the hub. */
  public void add(Connection connection) {
    writes.put(connection, new Writes());
    hub.add(connection);
  }

  /** Records an open connection in the store. Returns empty if the connection is closed already. */
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

  /** Records activity of the user. Does nothing if the connection is closed. */
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
   * Records a report, which replaces any pending one. Does nothing if the connection is closed. If
   * the store does not confirm the report, the stage fails and the report stays pending until
   * {@link #retry}.
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
   * Removes the connection from the hub and records its end. Does nothing if it was closed before.
   * If the store does not confirm the close, the stage fails and the close stays pending until
   * {@link #retry}.
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

  /**
   * Records a connection again after the store lost it. Does nothing if the connection is closed.
   *
   * @param held the latest event of the user that this node knows; empty if the user is offline
   */
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
    return stage.thenAccept(event -> event.ifPresent(delivery::deliver));
  }

  /** Sends the updates and closes again that the store did not confirm. */
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
        .thenAccept(event -> event.ifPresent(delivery::deliver));
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
        .thenAccept(event -> event.ifPresent(delivery::deliver));
  }
}
