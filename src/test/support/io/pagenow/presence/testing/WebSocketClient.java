package io.pagenow.presence.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.net.URI;
import java.net.URLEncoder;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket client of all tests and of the benchmark: one connection, whose messages go to a
 * {@link Listener}. It answers pings, and stores nothing. Thread-safe; no method waits.
 */
public final class WebSocketClient implements AutoCloseable {

  /** The close code of a connection that ended without a close frame. */
  public static final int WITHOUT_CLOSE_FRAME = 1006;

  private static final EventLoopGroup SHARED = EventLoops.start(2);

  /** Callbacks on the thread of the connection. They must not block. */
  public interface Listener {

    /** Called for each text message. The buffer is valid during this call only. */
    default void received(ByteBuf text) {}

    /**
     * Called once when an open connection has ended, by either side.
     *
     * @param code the close code of the server, or {@link #WITHOUT_CLOSE_FRAME}
     */
    default void closed(int code, String reason) {}
  }

  /**
   * Options of a connection.
   *
   * @param loops the threads of the connection
   * @param origin the {@code Origin} header; null for none
   * @param protocols the offered subprotocols, separated by commas; null for none
   * @param reads whether the client reads messages and pings after the handshake
   */
  public record Options(
      EventLoopGroup loops, @Nullable String origin, @Nullable String protocols, boolean reads) {

    public static final Options DEFAULT = new Options(SHARED, null, null, true);

    public Options withOrigin(String header) {
      return new Options(loops, header, protocols, reads);
    }

    public Options withProtocols(String offered) {
      return new Options(loops, origin, offered, reads);
    }

    public Options withoutReading() {
      return new Options(loops, origin, protocols, false);
    }
  }

  /** The failure of a handshake that the server refused, with the HTTP status. */
  public static final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    Refused(int status) {
      super("HTTP " + status);
      this.status = status;
    }

    public int status() {
      return status;
    }
  }

  private final CompletableFuture<WebSocketClient> opened = new CompletableFuture<>();
  private final ClientFrames frames;
  private final Channel channel;
  private boolean inMessage;

  private WebSocketClient(URI address, Options options, Listener listener) {
    this.frames =
        new ClientFrames(
            options.reads(), listener, () -> opened.complete(this), opened::completeExceptionally);
    var connecting =
        EventLoops.bootstrap(options.loops())
            .handler(new ClientPipeline(address, options.origin(), options.protocols(), frames))
            .connect(address.getHost(), address.getPort());
    this.channel = connecting.channel();
    connecting.addListener(
        connected -> {
          if (!connected.isSuccess()) {
            opened.completeExceptionally(connected.cause());
          }
        });
  }

  /**
   * Starts to open a connection: see {@link #opened}.
   *
   * @param application the address of the application
   */
  public static WebSocketClient open(
      URI application, String token, Options options, Listener listener) {
    String query = "ws?Authorization=" + URLEncoder.encode(token, UTF_8);
    return open(application.resolve(query), options, listener);
  }

  /** Like {@link #open(URI, String, Options, Listener)}, with the whole address. */
  public static WebSocketClient open(URI address, Options options, Listener listener) {
    return new WebSocketClient(address, options, listener);
  }

  /**
   * Completes when the connection is open. Fails with {@link Refused} if the server does not accept
   * the handshake, and with another exception if there is no answer.
   */
  public CompletableFuture<WebSocketClient> opened() {
    return opened;
  }

  /** Calls one of two callbacks when {@link #opened} completes. They must not block. */
  public void whenOpened(Runnable open, Consumer<Throwable> failed) {
    var unused =
        opened.whenComplete(
            (connection, failure) -> {
              if (failure == null) {
                open.run();
              } else {
                failed.accept(failure);
              }
            });
  }

  /** Returns whether the connection was opened and has not ended. */
  public boolean isOpen() {
    return frames.isOpen();
  }

  /** Sends a text message. It is lost if the connection is not open. */
  public void send(String text) {
    send(ByteBufUtil.writeUtf8(channel.alloc(), text));
  }

  /** Sends a text message, and releases the buffer. */
  public void send(ByteBuf text) {
    part(text, true);
  }

  /** Sends a part of a text message; the next call of a send method continues it. */
  public void sendPart(String text) {
    part(ByteBufUtil.writeUtf8(channel.alloc(), text), false);
  }

  public void sendBinary(byte[] bytes) {
    write(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(bytes)));
  }

  /** Sends a close frame; the server then ends the connection. */
  @Override
  public void close() {
    close(1000);
  }

  /** Sends a close frame with a code; the server then ends the connection. */
  public void close(int code) {
    write(new CloseWebSocketFrame(code, ""));
  }

  /** Ends the TCP connection without a close frame. */
  public void breakOff() {
    var unused = channel.close();
  }

  private synchronized void part(ByteBuf text, boolean last) {
    write(
        inMessage
            ? new ContinuationWebSocketFrame(last, 0, text)
            : new TextWebSocketFrame(last, 0, text));
    inMessage = !last;
  }

  private void write(WebSocketFrame frame) {
    var unused = channel.writeAndFlush(frame);
  }
}
