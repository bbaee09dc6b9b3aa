package io.pagenow.presence.delivery;

import io.pagenow.presence.model.UserId;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeoutException;
import java.util.function.BinaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait to be sent on one connection. Thread-safe. Never blocks the sender.
 *
 * <p>One message is in flight at a time. The next ones wait, and a waiting message is replaced by a
 * newer one about the same user. So a client that reads slowly costs at most one waiting message
 * for each friend, and gets the latest state first.
 */
final class Outbox {

  private static final Logger LOG = Logger.getLogger(Outbox.class.getName());

  /**
   * The maximum number of waiting replies. A client that does not read its error replies gets no
   * more of them.
   */
  private static final int MAX_REPLIES = 16;

  private final Connection connection;

  private volatile long sentAt;

  // Guarded by this. The two queues are created on demand: most connections never need them.
  private boolean sending;
  private @Nullable Map<UserId, Message> messages;
  private @Nullable Queue<String> replies;

  Outbox(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  /** Sends the message, or queues it unless a newer one about the same user waits. */
  void offer(Message message) {
    offer(message, Outbox::newer);
  }

  /** Sends the message, or queues it in place of any message about the same user. */
  void replace(Message message) {
    offer(message, (waiting, next) -> next);
  }

  private void offer(Message message, BinaryOperator<Message> choice) {
    try {
      synchronized (this) {
        if (sending) {
          if (messages == null) {
            messages = new LinkedHashMap<>();
          }
          messages.merge(message.about(), message, choice);
          return;
        }
        sending = true;
      }
      send(message.text());
    } catch (Throwable e) {
      fail(e);
    }
  }

  /** Sends a reply to this client alone, or queues it. */
  void reply(String text) {
    synchronized (this) {
      if (sending) {
        if (replies == null) {
          replies = new ArrayDeque<>();
        }
        if (replies.size() < MAX_REPLIES) {
          replies.add(text);
        }
        return;
      }
      sending = true;
    }
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
      sending = true;
    }
    try {
      connection.ping();
      sendNext();
    } catch (Throwable e) {
      fail(e);
    }
  }

  private synchronized boolean isStuckFor(long nanos) {
    return sending && System.nanoTime() - sentAt > nanos;
  }

  private void send(String first) {
    String text = first;
    try {
      // This loop continues after a send that completes at once. Callbacks would nest instead.
      while (text != null) {
        Turn turn = new Turn();
        sentAt = System.nanoTime();
        connection.send(text, turn::done);
        text = turn.passed() ? next() : null;
      }
    } catch (Throwable e) {
      fail(e);
    }
  }

  private void sendNext() {
    try {
      String text = next();
      if (text != null) {
        send(text);
      }
    } catch (Throwable e) {
      fail(e);
    }
  }

  private synchronized @Nullable String next() {
    if (replies != null && !replies.isEmpty()) {
      return replies.remove();
    }
    if (messages != null && !messages.isEmpty()) {
      var oldest = messages.values().iterator();
      Message message = oldest.next();
      oldest.remove();
      return message.text();
    }
    replies = null;
    messages = null;
    sending = false;
    return null;
  }

  /**
   * Closes this connection after any failure. Never throws, so the caller's loop continues with the
   * next connection. The outbox stays blocked, and later messages wait until it is garbage.
   */
  private void fail(Throwable failure) {
    try {
      LOG.log(
          Level.FINE,
          "Closing connection " + connection.id() + ": a message cannot be sent",
          failure);
      connection.close(Disconnect.UNRESPONSIVE);
    } catch (Throwable e) {
      // The next probe closes the connection, because the send in flight never ends.
      failure.addSuppressed(e);
    }
  }

  private static Message newer(Message one, Message other) {
    return other.version() >= one.version() ? other : one;
  }

  /**
   * The two ends of one send: the call and its callback. The later one continues with the queue.
   */
  private final class Turn {
    private boolean half;
    private boolean failed;

    /**
     * Records that the call returned. Returns whether the callback came first and succeeded, so
     * that the caller continues with the queue.
     */
    boolean passed() {
      return meet(false) && !failed;
    }

    /** Handles the callback of the send. */
    void done(@Nullable Throwable failure) {
      boolean second = meet(failure != null);
      if (failure != null) {
        fail(failure);
      } else if (second) {
        sendNext();
      }
    }

    private synchronized boolean meet(boolean failure) {
      failed |= failure;
      boolean second = half;
      half = true;
      return second;
    }
  }
}
