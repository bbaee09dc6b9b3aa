package io.pagenow.presence.delivery;

import io.pagenow.presence.concurrent.Turn;
import io.pagenow.presence.metrics.DeliveryMeters;
import io.pagenow.presence.model.ProtocolVersion;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait to be sent on one connection. Thread-safe. Never blocks the sender, and
 * holds no lock while it hands a message to the connection.
 *
 * <p>One message is in flight at a time. The next ones wait, and a waiting message is replaced by a
 * newer one about the same user. So a client that reads slowly costs at most one waiting message
 * for each friend, and gets the latest state first.
 */
public final class Outbox {

  private static final Logger LOG = Logger.getLogger(Outbox.class.getName());

  private final Connection connection;
  private final DeliveryMeters meters;

  // Guarded by this. The backlog is created on demand: most connections never need it.
  private boolean sending;
  private long sentAt;
  private @Nullable Backlog backlog;
  private @Nullable Throwable failure;

  /** The message in flight; null if it is a reply. Read by the callback before the next send. */
  private volatile @Nullable Message inFlight;

  /** Creates an outbox. That of a version 2 connection sends nothing before {@link #open}. */
  Outbox(Connection connection, DeliveryMeters meters) {
    this.connection = connection;
    this.meters = meters;
    if (connection.protocol() == ProtocolVersion.V2) {
      begin();
    }
  }

  Connection connection() {
    return connection;
  }

  /**
   * Queues a message, as its {@linkplain Message.Kind kind} says. If nothing is in flight, adds
   * this outbox to the list instead, and the caller must {@link #send(Message) send} the message.
   * Takes constant time, and never throws.
   */
  public synchronized void offer(Message message, List<Outbox> ready) {
    try {
      if (sending) {
        backlog().offer(message);
      } else {
        ready.add(this);
        begin();
      }
    } catch (Throwable e) {
      failure = e; // Closing may take long, and the caller may hold a lock: the next probe closes.
    }
  }

  /** Sends the first messages of a version 2 connection, then what waits meanwhile. */
  void open(Opening first) {
    synchronized (this) {
      backlog().open(first);
    }
    sendNext();
  }

  /** Releases the memory of the first messages after the connection was removed. */
  synchronized void discard() {
    backlog().discard();
  }

  /**
   * Sends a reply to this client alone, or queues it. Replies pass messages that wait.
   *
   * @param behind the reply if messages wait that the client has not received yet
   */
  void reply(String text, String behind) {
    synchronized (this) {
      if (sending) {
        backlog().reply(backlog().isBehind() ? behind : text);
        return;
      }
      begin();
    }
    inFlight = null;
    send(text);
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
      sendNext();
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
      backlog = new Backlog(connection.protocol(), meters);
    }
    return backlog;
  }

  /** Sends a message that was {@linkplain #offer offered}. */
  public void send(Message message) {
    inFlight = message;
    send(message.text(connection.protocol()));
  }

  /** Sends a text, if there is one, and after it what waits meanwhile. Never throws. */
  private void send(@Nullable String first) {
    String text = first;
    try {
      // This loop continues after a send that completes at once. Callbacks would nest instead.
      while (text != null) {
        Turn turn = new Turn();
        connection.send(text, problem -> sent(turn, problem));
        text = turn.returned() ? next() : null;
      }
    } catch (Throwable e) {
      fail(e);
    }
  }

  /** Handles the callback of a send. */
  private void sent(Turn turn, @Nullable Throwable problem) {
    if (problem == null) {
      Message.written(inFlight, meters);
    }
    boolean mustContinue = turn.calledBack(problem == null);
    if (problem != null) {
      fail(problem);
    } else if (mustContinue) {
      sendNext();
    }
  }

  private void sendNext() {
    try {
      send(next());
    } catch (Throwable e) {
      fail(e);
    }
  }

  /** Returns the next text to send; null if nothing waits, and then nothing is in flight. */
  private synchronized @Nullable String next() {
    String text = backlog == null ? null : backlog.next();
    inFlight = backlog == null ? null : backlog.taken();
    sending = text != null;
    sentAt = System.nanoTime();
    backlog = sending ? backlog : null;
    return text;
  }

  /**
   * Closes this connection after a failure. Never throws. The outbox stays blocked, and later
   * messages wait until it is garbage.
   */
  private void fail(Throwable problem) {
    try {
      meters.failed();
      LOG.log(Level.FINE, "Cannot send on connection " + connection.id() + "; closing it", problem);
      connection.close(Disconnect.UNRESPONSIVE);
    } catch (Throwable e) {
      // The next probe closes the connection, because the send in flight never ends.
      problem.addSuppressed(e);
    }
  }
}
