package io.pagenow.presence.websocket;

import io.pagenow.presence.delivery.Connection;
import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.UserId;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A connection by the standard WebSocket API, which both servers have; sends as the server likes
 * it.
 *
 * <p>It exists before its session: from the handshake on, so that no event after the answer is
 * lost. Until the session is {@linkplain #attach there}, the first message waits.
 */
final class SocketConnection implements Connection {

  private static final Logger LOG = Logger.getLogger(SocketConnection.class.getName());

  /** How long a peer may take over the close frame, in milliseconds. */
  private static final long LAST_WORDS = 10_000;

  private final ConnectionId id;
  private final UserId user;
  private final Consumer<SocketConnection> abandoned;
  private volatile @Nullable Socket socket;
  private volatile long heard = System.nanoTime();
  private volatile @Nullable Disconnect disconnect;

  // Guarded by this, while there is no socket.
  private @Nullable Waiting waiting;
  private String closingWords = "";

  private record Socket(Session session, Sender sender) {}

  /** The first message: the outbox has one in flight at a time. */
  private record Waiting(String text, Consumer<@Nullable Throwable> done) {}

  /**
   * @param abandoned called if the connection is closed before it has a session, and so will never
   *     have one that tells of the end
   */
  SocketConnection(ConnectionId id, UserId user, Consumer<SocketConnection> abandoned) {
    this.id = id;
    this.user = user;
    this.abandoned = abandoned;
  }

  /** The socket is open. */
  void attach(Session session, Sender sender) {
    Socket opened = new Socket(session, sender);
    Waiting first;
    Disconnect reason;
    synchronized (this) {
      socket = opened;
      first = waiting;
      waiting = null;
      reason = disconnect;
    }
    heard();
    if (reason != null) {
      close(opened.session(), reason, closingWords);
    } else if (first != null) {
      opened.sender().send(first.text(), first.done());
    }
  }

  @Override
  public ConnectionId id() {
    return id;
  }

  @Override
  public UserId user() {
    return user;
  }

  @Override
  public void send(String text, Consumer<@Nullable Throwable> done) {
    Socket opened = socket;
    if (opened == null) {
      synchronized (this) {
        opened = socket;
        if (opened == null) {
          waiting = new Waiting(text, done);
          return;
        }
      }
    }
    opened.sender().send(text, done);
  }

  @Override
  public void ping() {
    Socket opened = socket;
    if (opened == null) {
      return;
    }
    try {
      opened.session().getAsyncRemote().sendPing(ByteBuffer.allocate(0));
    } catch (Throwable e) { // Whatever fails, it is this connection that fails.
      LOG.log(Level.FINE, "No ping to " + id, e);
    }
  }

  /** The peer said something. */
  void heard() {
    heard = System.nanoTime();
  }

  @Override
  public long silentNanos() {
    return System.nanoTime() - heard;
  }

  @Override
  public void close(Disconnect reason, String words) {
    Socket opened;
    synchronized (this) {
      if (disconnect == null) {
        disconnect = reason;
        closingWords = words;
      }
      opened = socket;
    }
    if (opened == null) {
      abandoned.accept(this);
    } else {
      close(opened.session(), reason, words);
    }
  }

  private void close(Session session, Disconnect reason, String words) {
    if (!session.isOpen()) {
      // Broken already, as a failed send shows. To close it by this side would have the server say
      // that the peer left in good order.
      return;
    }
    try {
      // A peer that does not even read that would keep its connection, which counts no more.
      session.setMaxIdleTimeout(LAST_WORDS);
      session.close(new CloseReason(code(reason), words));
    } catch (Throwable e) { // Whatever fails, it is this connection that fails.
      LOG.log(Level.FINE, "No close frame to " + id, e);
    }
  }

  /** Why this side closed the socket; empty where it did not. */
  Optional<Disconnect> disconnect() {
    return Optional.ofNullable(disconnect);
  }

  private static CloseReason.CloseCode code(Disconnect reason) {
    return CloseCodes.getCloseCode(reason.code());
  }
}
