package io.pagenow.presence.websocket;

import io.pagenow.presence.fanout.Connection;
import io.pagenow.presence.fanout.Disconnect;
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
 */
final class SocketConnection implements Connection {

  private static final Logger LOG = Logger.getLogger(SocketConnection.class.getName());

  /** How long a peer may take over the close frame, in milliseconds. */
  private static final long LAST_WORDS = 10_000;

  private final ConnectionId id;
  private final UserId user;
  private final Session session;
  private final Sender sender;
  private volatile long heard = System.nanoTime();
  private volatile @Nullable Disconnect disconnect;

  SocketConnection(ConnectionId id, UserId user, Session session) {
    this.id = id;
    this.user = user;
    this.session = session;
    this.sender = Sender.of(session);
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
    sender.send(text, done);
  }

  @Override
  public void ping() {
    try {
      session.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
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
    if (disconnect == null) {
      disconnect = reason;
    }
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
