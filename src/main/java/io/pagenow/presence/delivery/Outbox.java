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
 * holds no lock while it hands messages to the connection.
 *
 * <p>One send is in flight at a time. The connection takes the messages out of this outbox when it
 * can write. Until then they wait, and a waiting message is replaced by a newer one about the same
 * user. So a client that reads slowly costs at most one waiting message for each friend, and gets
 * the latest state first.
 */
public final class Outbox implements WaitingTexts {

  private static final Logger LOG = Logger.getLogger(Outbox.class.getName());

  private final Connection connection;
  private final DeliveryMeters meters;

  // Guarded by this. The backlog is null if it is empty: most connections are idle.
  private boolean sending;
  private long sentAt;
  private @Nullable Backlog backlog;
  private @Nullable Throwable failure;

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
   * this outbox to the list, and the caller must {@link #send()}. Takes constant time, and never
   * throws.
   */
  public synchronized void offer(Message message, List<Outbox> ready) {
    try {
      backlog().offer(message);
      if (sending) {
        meters.waiting(backlog().events());
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
      backlog().reply(backlog().isBehind() ? behind : text);
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

  /** Sends what waits, after a message was {@linkplain #offer offered}. Never throws. */
  public void send() {
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
    } else if (mustContinue) {
      sendNext();
    }
  }

  private void sendNext() {
    try {
      if (hasNext()) {
        send();
      }
    } catch (Throwable e) {
      fail(e);
    }
  }

  /** Returns whether a text waits; if not, then nothing is in flight any more. */
  private synchronized boolean hasNext() {
    sending = backlog != null && !backlog.isEmpty();
    sentAt = System.nanoTime();
    backlog = sending ? backlog : null;
    return sending;
  }

  @Override
  public synchronized @Nullable String next() {
    return backlog == null ? null : backlog.next();
  }

  private synchronized List<@Nullable Message> taken() {
    return backlog == null ? List.of() : backlog.taken();
  }

  /**
   * Closes this connection after a failure. Never throws. Later messages wait until it is garbage.
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
