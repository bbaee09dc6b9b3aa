package io.pagenow.presence.delivery;

import io.pagenow.presence.concurrent.Turn;
import io.pagenow.presence.metrics.DeliveryMeters;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait to be sent on one connection. Thread-safe. Never blocks the sender.
 *
 * <p>One send is in flight at a time. The connection takes the messages out of this outbox when it
 * can write. Until then they wait, and a waiting message is replaced by a newer one about the same
 * user. So a client that reads slowly costs at most one waiting message for each friend, and gets
 * the latest state first.
 *
 * <p>No lock is held while a message is handed to the connection.
 */
final class Outbox implements WaitingTexts {

  private static final Logger LOG = Logger.getLogger(Outbox.class.getName());

  private final Connection connection;
  private final DeliveryMeters meters;

  // Guarded by this. The backlog is null if it is empty: most connections are idle.
  private boolean sending;
  private long sentAt;
  private @Nullable Backlog backlog;
  private @Nullable Throwable failure;

  Outbox(Connection connection, DeliveryMeters meters) {
    this.connection = connection;
    this.meters = meters;
  }

  Connection connection() {
    return connection;
  }

  /**
   * Queues a message for this connection, unless a newer one about the same user waits. If nothing
   * is in flight, adds this outbox to the list, and the caller must {@link #send()}. Takes constant
   * time, and never throws.
   */
  void offer(Message message, List<Outbox> ready) {
    take(ready, waiting -> waiting.offer(message));
  }

  /** Works as {@link #offer}, but the message replaces any waiting one about the same user. */
  void replace(Message message, List<Outbox> ready) {
    take(ready, waiting -> waiting.replace(message));
  }

  private synchronized void take(List<Outbox> ready, Consumer<Backlog> queue) {
    try {
      queue.accept(backlog());
      if (sending) {
        meters.waiting(backlog().messages());
      } else {
        ready.add(this);
        begin();
      }
    } catch (Throwable e) {
      // Closing may take long, and the caller may hold a lock: the next probe does so.
      failure = e;
    }
  }

  /** Sends a reply to this client alone, or queues it. */
  void reply(String text) {
    synchronized (this) {
      backlog().reply(text);
      if (sending) {
        return;
      }
      begin();
    }
    send();
  }

  /** Checks this connection as {@link Hub#probe} does. */
  void probe(long quietNanos, long patienceNanos) {
    long silent = connection.silentNanos();
    if (silent > patienceNanos || isStuckFor(patienceNanos)) {
      fail(new TimeoutException("Unresponsive"));
      return;
    }
    synchronized (this) {
      if (sending || silent < quietNanos) {
        return;
      }
      begin();
    }
    try {
      connection.ping();
      if (hasNext()) {
        send();
      }
    } catch (Throwable e) {
      fail(e);
    }
  }

  private synchronized boolean isStuckFor(long nanos) {
    return failure != null || (sending && System.nanoTime() - sentAt > nanos);
  }

  private void begin() {
    sending = true;
    sentAt = System.nanoTime();
  }

  private Backlog backlog() {
    if (backlog == null) {
      backlog = new Backlog(meters);
    }
    return backlog;
  }

  /** Has the connection send what waits. */
  void send() {
    try {
      boolean more = true;
      // This loop continues after a send that completes at once. Callbacks would nest instead.
      while (more) {
        Turn turn = new Turn();
        connection.send(this, problem -> sent(turn, problem));
        more = turn.returned() && hasNext();
      }
    } catch (Throwable e) {
      fail(e);
    }
  }

  /** Handles the callback of a send. */
  private void sent(Turn turn, @Nullable Throwable problem) {
    if (problem == null) {
      taken().forEach(message -> Message.written(message, meters));
    }
    boolean mustContinue = turn.calledBack(problem == null);
    if (problem != null) {
      fail(problem);
    } else if (mustContinue && hasNext()) {
      send();
    }
  }

  /** Returns whether a text waits; if not, then nothing is in flight any more. */
  private synchronized boolean hasNext() {
    if (backlog == null || backlog.isEmpty()) {
      backlog = null;
      sending = false;
      return false;
    }
    begin();
    return true;
  }

  @Override
  public synchronized @Nullable String next() {
    return backlog == null ? null : backlog.next();
  }

  private synchronized List<Message> taken() {
    return backlog == null ? List.of() : backlog.taken();
  }

  /**
   * Closes this connection after any failure. Never throws, so the caller's loop continues with the
   * next connection. The outbox stays blocked, and later messages wait until it is garbage.
   */
  private void fail(Throwable problem) {
    try {
      meters.failed();
      LOG.log(
          Level.FINE,
          "Closing connection " + connection.id() + ": a message cannot be sent",
          problem);
      connection.close(Disconnect.UNRESPONSIVE);
    } catch (Throwable e) {
      // The next probe closes the connection, because the send in flight never ends.
      problem.addSuppressed(e);
    }
  }
}
