package io.pagenow.presence.websocket;

import io.pagenow.presence.delivery.Connection;
import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.delivery.HeldFriends;
import io.pagenow.presence.delivery.WaitingTexts;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.ProtocolVersion;
import io.pagenow.presence.model.UserId;
import jakarta.websocket.Session;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection over the standard WebSocket API. It sends with the {@link Sender} of the server.
 * Thread-safe.
 *
 * <p>A connection exists from the handshake on, before its session, so that no event after the
 * snapshot is lost. The first send waits until the session is {@linkplain #attach attached}.
 */
final class SocketConnection implements Connection {

  private final ConnectionId id;
  private final UserId user;
  private final ProtocolVersion protocol;
  private volatile Instant endsAt;
  private final String client;
  private final HeldFriends friends = new HeldFriends();
  private final Consumer<SocketConnection> abandoned;
  private final long created = System.nanoTime();
  private volatile @Nullable OpenSocket socket;
  private volatile long heard = System.nanoTime();
  private volatile @Nullable Disconnect disconnect;

  // Guarded by this, while there is no socket.
  private @Nullable Waiting waiting;
  private String closingWords = "";

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
      ProtocolVersion protocol,
      Instant endsAt,
      String client,
      Consumer<SocketConnection> abandoned) {
    this.id = id;
    this.user = user;
    this.protocol = protocol;
    this.endsAt = endsAt;
    this.client = client;
    this.abandoned = abandoned;
  }

  /** Attaches the open session, and starts the send or the close that waited for it. */
  void attach(Session session, Sender sender) {
    OpenSocket opened = new OpenSocket(id, session, sender);
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
      opened.close(reason, closingWords);
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
  public ProtocolVersion protocol() {
    return protocol;
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
  public void renew(Instant end) {
    endsAt = end;
  }

  @Override
  public HeldFriends friends() {
    return friends;
  }

  @Override
  public void send(WaitingTexts texts, Consumer<@Nullable Throwable> done) {
    OpenSocket opened = socket;
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
    OpenSocket opened = socket;
    if (opened != null) {
      opened.ping();
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
    OpenSocket opened;
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
      opened.close(reason, words);
    }
  }

  @Override
  public Optional<Disconnect> disconnect() {
    return Optional.ofNullable(disconnect);
  }
}
