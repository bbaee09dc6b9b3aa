package io.pagenow.presence.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.pagenow.presence.testing.WebSocketClient;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A user of the benchmark. All its methods are called on the generator's thread. */
final class Client implements WebSocketClient.Listener {

  /**
   * Callbacks for the connections and messages of the clients. The times are {@link
   * System#nanoTime()}.
   */
  interface Listener {
    void opened(Client client);

    /**
     * Called when a connection is refused or closed.
     *
     * @param wasOpen whether the connection was open before
     */
    void closed(Client client, boolean wasOpen, String reason);

    void updated(int receiver, int about, long sequence, long time);

    void timedOut(int receiver, int about, long time);

    /** Called when the server answers a client with an error. */
    void refused(String error);
  }

  private final int user;
  private final Listener listener;
  private URI address;
  private @Nullable WebSocketClient connection;

  Client(int user, URI address, Listener listener) {
    this.user = user;
    this.address = address;
    this.listener = listener;
  }

  int user() {
    return user;
  }

  /** Returns the address of the next connection. */
  URI address() {
    return address;
  }

  /** Opens the next connection elsewhere. */
  void move(URI other) {
    address = other;
  }

  boolean isOpen() {
    return connection != null && connection.isOpen();
  }

  /** Starts to open a connection on the generator's thread. */
  void open(EventLoop loop) {
    var options = new WebSocketClient.Options(loop, null, null, true);
    connection = WebSocketClient.open(address, options, this);
    connection.whenOpened(
        () -> listener.opened(this), failure -> listener.closed(this, false, failure.toString()));
  }

  /** Sends an update with the page of this number. */
  void update(long sequence) {
    if (connection != null && connection.isOpen()) {
      connection.send(Messages.update(sequence));
    }
  }

  void heartbeat() {
    if (connection != null && connection.isOpen()) {
      connection.send(Messages.heartbeat());
    }
  }

  /** Closes the connection gracefully, with a close frame. */
  void close() {
    if (connection != null) {
      connection.close();
    }
  }

  /** Closes the TCP connection without a close frame. */
  void breakOff() {
    if (connection != null) {
      connection.breakOff();
    }
  }

  @Override
  public void received(ByteBuf text) {
    long now = System.nanoTime();
    int at = text.readerIndex();
    if (Messages.isUpdate(text, at)) {
      listener.updated(user, Messages.updatedUser(text, at), Messages.sequence(text, at), now);
    } else if (Messages.isTimeout(text, at)) {
      listener.timedOut(user, Messages.timedOutUser(text, at), now);
    } else {
      listener.refused(text.toString(US_ASCII));
    }
  }

  @Override
  public void closed(int code, String reason) {
    listener.closed(this, true, "closed with " + code + " " + reason);
  }
}
