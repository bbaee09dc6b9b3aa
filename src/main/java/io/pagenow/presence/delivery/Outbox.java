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
 * What waits to be sent on one connection. Never blocks the sender.
 *
 * <p>One send is in flight at a time. What comes meanwhile waits, and a waiting message is replaced
 * by a newer one about the same user. So a peer that reads slowly costs one message for each user
 * it hears about, and gets the latest state first.
 */
final class Outbox {

  private static final Logger LOG = Logger.getLogger(Outbox.class.getName());

  /** Replies to a client's own mistakes. One that makes more before it reads is told no more. */
  private static final int MAX_REPLIES = 16;

  private final Connection connection;

  private volatile long sentAt;

  // Guarded by this. The two queues are made when first needed: most connections never wait.
  private boolean sending;
  private @Nullable Map<UserId, Message> messages;
  private @Nullable Queue<String> replies;

  Outbox(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  /** Sends the message, or lets it wait where no newer one about the same user does. */
  void offer(Message message) {
    offer(message, Outbox::newer);
  }

  /** Sends the message, or lets it wait in the place of any about the same user. */
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

  /** Sends an answer to this client alone, or lets it wait. */
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

  /** As {@link Hub#probe}, of this peer. */
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
      // A send that is done at once goes on here and not in its callback, which would nest them.
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
   * Closes this connection after any failure, so that the loop that delivers continues with the
   * next one. The queue stays closed: later messages wait until they are collected.
   */
  private void fail(Throwable failure) {
    try {
      LOG.log(Level.FINE, "Nothing more can be sent to " + connection.id(), failure);
      connection.close(Disconnect.UNRESPONSIVE);
    } catch (Throwable e) {
      // The next probe closes it, as the send in flight never ends.
      failure.addSuppressed(e);
    }
  }

  private static Message newer(Message one, Message other) {
    return other.version() >= one.version() ? other : one;
  }

  /**
   * The two ends of one send, its call and its callback. The later of them goes on with the queue.
   */
  private final class Turn {
    private boolean half;
    private boolean failed;

    /** The call returned. Whether the callback came before it, and the caller goes on. */
    boolean passed() {
      return meet(false) && !failed;
    }

    /** The callback. */
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
