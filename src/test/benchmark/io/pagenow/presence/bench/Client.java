package io.pagenow.presence.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/** The WebSocket connection of one user. All its methods are called on the generator's thread. */
@ChannelHandler.Sharable // its connections use it one after another
final class Client extends ChannelInboundHandlerAdapter {

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

  private static final int LAST = 0x80;

  private final int user;
  private final String host;
  private final String path;
  private final Listener listener;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ByteBuf rest;
  private boolean open;
  private String reason = "closed without a close frame";

  Client(int user, String host, String path, Listener listener) {
    this.user = user;
    this.host = host;
    this.path = path;
    this.listener = listener;
  }

  int user() {
    return user;
  }

  boolean isOpen() {
    return open;
  }

  /** Sends an update with the page of this number. */
  void update(long sequence) {
    if (open && context != null) {
      var unused =
          context.writeAndFlush(Frames.update(context.alloc(), sequence), context.voidPromise());
    }
  }

  /** Closes the connection gracefully, with a close frame. */
  void close() {
    if (open && context != null) {
      var unused =
          context.writeAndFlush(
              Frames.control(context.alloc(), Frames.CLOSE, Unpooled.copyShort(1000)),
              context.voidPromise());
    }
  }

  /** Closes the TCP connection without a close frame. */
  void breakOff() {
    if (open && context != null) {
      var unused = context.close();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    this.context = context;
    String handshake =
        "GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                .formatted(path, host)
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    var unused =
        context.writeAndFlush(
            context.alloc().buffer().writeBytes(handshake.getBytes(US_ASCII)),
            context.voidPromise());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    if (rest != null) {
      in = rest.writeBytes(in);
      ((ByteBuf) message).release();
      rest = null;
    }
    try {
      if (open || readHandshake(in)) {
        readFrames(in);
      }
      if (in.isReadable()) {
        rest = context.alloc().buffer(in.readableBytes() + 1_024).writeBytes(in);
      }
    } finally {
      in.release();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    boolean wasOpen = open;
    open = false;
    if (rest != null) {
      rest.release();
      rest = null;
    }
    listener.closed(this, wasOpen, reason);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    reason = cause.toString();
    var unused = context.close();
  }

  private boolean readHandshake(ByteBuf in) {
    int end = in.toString(US_ASCII).indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    String head = in.readCharSequence(end + 4, US_ASCII).toString();
    if (!head.startsWith("HTTP/1.1 101")) {
      throw new IllegalStateException("No socket: " + head.lines().findFirst().orElse(""));
    }
    open = true;
    listener.opened(this);
    return true;
  }

  private void readFrames(ByteBuf in) {
    long now = System.nanoTime();
    while (in.readableBytes() >= 2) {
      int at = in.readerIndex();
      int length = in.getByte(at + 1) & 0x7f;
      int header = 2;
      if (length == 126) {
        if (in.readableBytes() < 4) {
          return;
        }
        length = in.getUnsignedShort(at + 2);
        header = 4;
      }
      if (length == 127 || in.readableBytes() < header + length) {
        if (header == 2 && length == 127) {
          throw new IllegalStateException("The server sends messages of an unexpected length");
        }
        return;
      }
      receive(in, in.getByte(at) & 0xff, at + header, length, now);
      in.readerIndex(at + header + length);
    }
  }

  private void receive(ByteBuf in, int first, int at, int length, long now) {
    switch (first) {
      case LAST | Frames.TEXT -> receiveText(in, at, length, now);
      case LAST | Frames.PING -> pong(in.slice(at, length));
      case LAST | Frames.CLOSE -> {
        reason = length < 2 ? "closed" : "closed with " + in.getUnsignedShort(at);
        if (context != null) {
          var unused = context.close();
        }
      }
      case LAST | Frames.PONG -> {}
      default -> throw new IllegalStateException("The server sends frames of an unexpected kind");
    }
  }

  private void receiveText(ByteBuf in, int at, int length, long now) {
    if (Frames.isUpdate(in, at)) {
      listener.updated(user, Frames.updatedUser(in, at), Frames.sequence(in, at), now);
    } else if (Frames.isTimeout(in, at)) {
      listener.timedOut(user, Frames.timedOutUser(in, at), now);
    } else {
      listener.refused(in.toString(at, length, US_ASCII));
    }
  }

  private void pong(ByteBuf payload) {
    if (context != null) {
      var unused =
          context.writeAndFlush(
              Frames.control(context.alloc(), Frames.PONG, payload), context.voidPromise());
    }
  }
}
