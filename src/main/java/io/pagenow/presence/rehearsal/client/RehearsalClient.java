package io.pagenow.presence.rehearsal.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.pagenow.presence.model.ProtocolVersion;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A client of the rehearsal: it opens a socket to this server, sends an update, waits for the event
 * that the update causes, and closes the socket. Used on one thread.
 */
final class RehearsalClient implements Closeable {

  static final String PATH = "/presence-api/rehearsal";

  private static final String ACCEPTED = "HTTP/1.1 101 ";
  private static final byte FINAL_TEXT = (byte) 0x81;
  private static final byte CLOSE = (byte) 0x88;
  private static final int MASKED = 0x80;
  private static final int NO_MASK = 0;

  private enum Step {
    HANDSHAKE,
    UPDATE,
    CLOSING,
    DONE
  }

  private final SocketChannel channel = SocketChannel.open();
  private final String token;
  private final ProtocolVersion version;
  private final String page;
  private final InetSocketAddress server;
  private final StringBuilder received = new StringBuilder();
  private Step step = Step.HANDSHAKE;

  /**
   * Starts to connect.
   *
   * @param page a name that no other client of the round has
   */
  RehearsalClient(
      Selector selector,
      InetSocketAddress server,
      String token,
      ProtocolVersion version,
      String page)
      throws IOException {
    this.server = server;
    this.token = token;
    this.version = version;
    this.page = page;
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_CONNECT, this);
    channel.connect(server);
  }

  /** Returns whether the server closed the socket as it should. */
  boolean isDone() {
    return step == Step.DONE;
  }

  /**
   * Goes on when the channel is ready.
   *
   * @throws IOException if the server answers otherwise than expected; the message is what it sent
   */
  void proceed(SelectionKey key, ByteBuffer buffer) throws IOException {
    if (key.isConnectable()) {
      channel.finishConnect();
      key.interestOps(SelectionKey.OP_READ);
      send(ByteBuffer.wrap(handshake().getBytes(ISO_8859_1)));
      return;
    }
    if (channel.read(buffer.clear()) < 0) {
      end();
      return;
    }
    received.append(ISO_8859_1.decode(buffer.flip()));
    switch (step) {
      case HANDSHAKE -> {
        if (received.indexOf("\r\n\r\n") >= 0) {
          requireAccepted();
          step = Step.UPDATE;
          send(frame(FINAL_TEXT, update()));
        }
      }
      case UPDATE -> {
        if (received.indexOf(page + '"') >= 0) {
          step = Step.CLOSING;
          send(frame(CLOSE, "\u0003\u00e8")); // 1000
        }
      }
      case CLOSING, DONE -> {}
    }
  }

  private void end() throws IOException {
    if (step != Step.CLOSING) {
      throw new IOException("The server closed the socket");
    }
    step = Step.DONE;
    close();
  }

  private void requireAccepted() throws IOException {
    if (received.indexOf(ACCEPTED) != 0) {
      throw new RehearsalRound.RefusedException(received.substring(0, received.indexOf("\r\n")));
    }
  }

  /** Sends some hundred bytes, for which a new socket always has room. */
  private void send(ByteBuffer bytes) throws IOException {
    channel.write(bytes);
  }

  private String handshake() {
    String credentials =
        switch (version) {
          case V1 -> "Authorization: Bearer " + token;
          case V2 ->
              "Sec-WebSocket-Protocol: " + ProtocolVersion.V2_SUBPROTOCOL + ", bearer." + token;
        };
    return String.join(
        "\r\n",
        "GET " + PATH + "?client=rehearsal HTTP/1.1",
        "Host: " + server.getHostString() + ":" + server.getPort(),
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        credentials,
        "\r\n");
  }

  private String update() {
    String url = "\"url\":\"https://www.example.com/" + page + "\",\"title\":\"Title\"}";
    return switch (version) {
      case V1 -> "{\"action\":\"update-presence\"," + url;
      case V2 -> "{\"action\":\"update\",\"id\":\"1\",\"page\":{" + url + "}";
    };
  }

  /** Returns a frame with fewer than 126 bytes, whose mask changes nothing (RFC 6455, 5.3). */
  private static ByteBuffer frame(byte type, String text) {
    byte[] payload = text.getBytes(ISO_8859_1);
    return ByteBuffer.allocate(6 + payload.length)
        .put(type)
        .put((byte) (MASKED | payload.length))
        .putInt(NO_MASK)
        .put(payload)
        .flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
