package io.pagenow.presence.websocket;

import io.pagenow.presence.delivery.Connection;
import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.delivery.WaitingTexts;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.UserId;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A connection over the standard WebSocket API. It sends with the {@link Sender} of the server.
 * Thread-safe.
 *
 * <p>A connection exists from the handshake on, before its session, so that no event after the
 * snapshot is lost. The first send waits until the session is {@linkplain #attach attached}.
 */
final class SocketConnection implements Connection {

  private static final Logger LOG = Logger.getLogger(SocketConnection.class.getName());

  /** How long a client may take to answer the close frame, in milliseconds. */
  private static final long CLOSE_TIMEOUT_MILLIS = 10_000;

  private final ConnectionId id;
  private final UserId user;
  private final Instant endsAt;
  private final String client;
  private final Consumer<SocketConnection> abandoned;
  private final long created = System.nanoTime();
  private volatile @Nullable Socket socket;
  private volatile long heard = System.nanoTime();
  private volatile @Nullable Disconnect disconnect;

  // Guarded by this, while there is no socket.
  private @Nullable Waiting waiting;
  private String closingWords = "";

  private record Socket(Session session, Sender sender) {}

  /** The first send: the outbox has one in flight at a time. */
  private record Waiting(WaitingTexts texts, Consumer<@Nullable Throwable> done) {}

  /**
   * @param endsAt when the connection is closed, see {@link #endsAt()}
   * @param client the name and version of the client
   * @param abandoned called if the connection is closed before it has a session, as then no session
   *     reports the close
   */
  SocketConnection(
      ConnectionId id,
      UserId user,
      Instant endsAt,
      String client,
      Consumer<SocketConnection> abandoned) {
    this.id = id;
    this.user = user;
    this.endsAt = endsAt;
    this.client = client;
    this.abandoned = abandoned;
  }

  /** Attaches the open session, and starts the send or the close that waited for it. */
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
      opened.sender().send(first.texts(), first.done());
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
  public Instant endsAt() {
    return endsAt;
  }

  @Override
  public String client() {
    return client;
  }

  @Override
  public long openNanos() {
    return System.nanoTime() - created;
  }

  @Override
  public void send(WaitingTexts texts, Consumer<@Nullable Throwable> done) {
    Socket opened = socket;
    if (opened == null) {
      synchronized (this) {
        opened = socket;
        if (opened == null) {
          waiting = new Waiting(texts, done);
          return;
        }
      }
    }
    opened.sender().send(texts, done);
  }

  @Override
  public void ping() {
    Socket opened = socket;
    if (opened == null) {
      return;
    }
    try {
      opened.session().getAsyncRemote().sendPing(ByteBuffer.allocate(0));
    } catch (Throwable e) { // A failure must not affect other connections.
      LOG.log(Level.FINE, "The ping to " + id + " failed", e);
    }
  }

  /** Records that the client sent a message or a pong. */
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
      // The session is broken, as a failed send showed. Closing it here would make the server
      // report a normal close by the client.
      return;
    }
    try {
      // A client that does not read the close frame would keep the socket open, and no limit counts
      // it any more.
      session.setMaxIdleTimeout(CLOSE_TIMEOUT_MILLIS);
      session.close(new CloseReason(code(reason), words));
    } catch (Throwable e) { // A failure must not affect other connections.
      LOG.log(Level.FINE, "The close frame to " + id + " failed", e);
    }
  }

  @Override
  public Optional<Disconnect> disconnect() {
    return Optional.ofNullable(disconnect);
  }

  private static CloseReason.CloseCode code(Disconnect reason) {
    return CloseCodes.getCloseCode(reason.code());
  }
}
