package io.pagenow.presence.it.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;

/**
 * A client that does not enforce any protocol rules. It sends exactly the given bytes, and reads
 * only on request, into a small buffer. It uses no thread of its own.
 *
 * <p>It is separate from {@link io.pagenow.presence.testing.WebSocketClient}, because Netty sends
 * only valid messages and always reads.
 */
public final class RawSocket implements AutoCloseable {

  public static final int CONTINUATION = 0;
  public static final int TEXT = 1;
  public static final int CLOSE = 8;
  public static final int PONG = 10;

  private static final int LAST = 0x80;
  private static final int MASKED = 0x80;
  private static final int SMALL = 4_096;
  private static final int PATIENCE = 10_000;

  private final Socket socket;
  private final DataInputStream in;

  /** A WebSocket frame that the server sent. */
  public record Frame(int opcode, ByteBuffer payload) {

    public String text() {
      return UTF_8.decode(payload.duplicate()).toString();
    }

    /** Returns the code of a close frame. */
    public int code() {
      return payload.getChar(0);
    }
  }

  private RawSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
  }

  /** Opens a TCP connection without sending anything. */
  public static RawSocket connect(URI application) throws IOException {
    Socket socket = new Socket();
    // Set before connecting: the kernel does not shrink the buffer of an open connection.
    socket.setReceiveBufferSize(SMALL);
    socket.setSoTimeout(PATIENCE);
    socket.connect(new InetSocketAddress(application.getHost(), application.getPort()), PATIENCE);
    return new RawSocket(socket);
  }

  /** Opens a WebSocket. Fails if the server does not accept the handshake. */
  public static RawSocket open(URI application, String token) throws IOException {
    RawSocket socket = connect(application).write(handshake(application, token));
    int status = socket.status();
    if (status != 101) {
      socket.close();
      throw new IOException("HTTP " + status);
    }
    return socket;
  }

  /** Returns the text of a WebSocket handshake request. */
  public static String handshake(URI application, String token) {
    return "GET %sws?Authorization=%s HTTP/1.1\r\nHost: %s\r\n"
            .formatted(application.getPath(), token, application.getAuthority())
        + "Upgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
  }

  public RawSocket write(String text) throws IOException {
    return write(text.getBytes(US_ASCII));
  }

  public RawSocket write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Encodes a frame, with the mask that clients must use. */
  public static byte[] frame(int opcode, boolean last, String text) {
    byte[] payload = text.getBytes(UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
    frame.put((byte) (last ? LAST | opcode : opcode));
    if (payload.length < 126) {
      frame.put((byte) (MASKED | payload.length));
    } else if (payload.length < 65_536) {
      frame.put((byte) (MASKED | 126)).putChar((char) payload.length);
    } else {
      frame.put((byte) (MASKED | 127)).putLong(payload.length);
    }
    // A mask of zeros leaves the payload unchanged.
    frame.putInt(0).put(payload).flip();
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }

  /** Encodes the head of a text frame that announces this payload length. */
  public static byte[] beginningOf(long length) {
    return ByteBuffer.allocate(14)
        .put((byte) (LAST | TEXT))
        .put((byte) (MASKED | 127))
        .putLong(length)
        .putInt(0)
        .array();
  }

  /** Reads the head of an HTTP response and returns its status. */
  public int status() throws IOException {
    return Integer.parseInt(head().split(" ", 3)[1]);
  }

  /** Reads an HTTP response whose head has the length of the body, and returns the body. */
  public String body() throws IOException {
    String length = head().replaceFirst("(?is).*\r\ncontent-length: *(\\d+).*", "$1");
    return new String(in.readNBytes(Integer.parseInt(length)), UTF_8);
  }

  private String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(US_ASCII).endsWith("\r\n\r\n")) {
      head.write(in.readByte());
    }
    return head.toString(US_ASCII);
  }

  /**
   * Returns whether the server begins with a SETTINGS frame, as RFC 9113, section 3.4, requires.
   */
  public boolean isHttp2() throws IOException {
    byte[] head = in.readNBytes(4);
    return head.length == 4 && head[0] == 0 && head[3] == 4;
  }

  /** Reads the next frame, waiting up to ten seconds. */
  public Frame read() throws IOException {
    int opcode = in.readByte() & 0x0f;
    long length = in.readByte() & 0x7f;
    if (length == 126) {
      length = in.readChar();
    } else if (length == 127) {
      length = in.readLong();
    }
    byte[] payload = new byte[Math.toIntExact(length)];
    in.readFully(payload);
    return new Frame(opcode, ByteBuffer.wrap(payload));
  }

  /** Reads all frames up to the close frame and returns its code, or 1006 if there is none. */
  public int closeCode() throws IOException {
    try {
      Frame frame = read();
      while (frame.opcode() != CLOSE) {
        frame = read();
      }
      return frame.code();
    } catch (EOFException | SocketException e) {
      return 1006;
    }
  }

  /** Returns whether the server has closed this connection, by sending a pong. */
  public boolean isClosedByServer() {
    try {
      write(frame(PONG, true, ""));
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** Resets the TCP connection: the server notices at once, without a close frame. */
  public void breakOff() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
