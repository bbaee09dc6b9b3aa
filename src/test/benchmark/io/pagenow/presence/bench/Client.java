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
  private Endpoint endpoint;
  private @Nullable WebSocketClient connection;
  private boolean open;
  private String refusal = "";

  Client(int user, Endpoint endpoint, Listener listener) {
    this.user = user;
    this.endpoint = endpoint;
    this.listener = listener;
  }

  int user() {
    return user;
  }

  /** Returns the address of the next connection. */
  URI address() {
    return endpoint.address();
  }

  /** Opens the next connection elsewhere. */
  void move(URI other) {
    endpoint = endpoint.at(other);
  }

  boolean isOpen() {
    return open && connection != null && connection.isOpen();
  }

  /** Starts to open a connection on the generator's thread. */
  void open(EventLoop loop) {
    var options = new WebSocketClient.Options(loop, null, null, true);
    connection = WebSocketClient.open(endpoint.address(), options, this);
    connection.whenOpened(
        () -> {
          if (endpoint.dialect().opensAtOnce()) {
            opened();
          }
        },
        failure -> listener.closed(this, false, failure.toString()));
  }

  private void opened() {
    open = true;
    listener.opened(this);
  }

  /** Sends an update with the page of this number. */
  void update(long sequence) {
    if (isOpen() && connection != null) {
      connection.send(endpoint.dialect().update(sequence));
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
    switch (endpoint.dialect().read(text, this::answer)) {
      case OPENED -> opened();
      case EVENT -> event(text);
      case REFUSED -> {
        refusal = text.toString(US_ASCII);
        close();
      }
      case NONE -> {}
    }
  }

  private void answer(ByteBuf text) {
    if (connection != null) {
      connection.send(text);
    } else {
      text.release();
    }
  }

  private void event(ByteBuf text) {
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
    boolean wasOpen = open;
    open = false;
    listener.closed(this, wasOpen, "closed with " + code + " " + reason + refusal);
  }
}
