package io.pagenow.presence.testing;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Passes the messages and the end of a connection to its listener, and answers close frames. Runs
 * on the thread of the connection.
 */
final class ClientFrames extends SimpleChannelInboundHandler<WebSocketFrame> {

  private final boolean reads;
  private final WebSocketClient.Listener listener;
  private final Runnable opened;
  private final Consumer<Throwable> failed;
  private volatile boolean open;
  private int code = WebSocketClient.WITHOUT_CLOSE_FRAME;
  private String reason = "";

  /**
   * @param reads whether messages and pings are read after the handshake
   * @param opened called when the handshake has succeeded
   * @param failed called when the handshake has failed; may be called again, and after success
   */
  ClientFrames(
      boolean reads,
      WebSocketClient.Listener listener,
      Runnable opened,
      Consumer<Throwable> failed) {
    this.reads = reads;
    this.listener = listener;
    this.opened = opened;
    this.failed = failed;
  }

  /** Returns whether the connection was opened and has not ended. Thread-safe. */
  boolean isOpen() {
    return open;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
      context.channel().config().setAutoRead(reads);
      open = true;
      opened.run();
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
    if (frame instanceof TextWebSocketFrame) {
      listener.received(frame.content());
    } else if (frame instanceof CloseWebSocketFrame close) {
      code = close.statusCode() < 0 ? 1005 : close.statusCode();
      reason = close.reasonText();
      var unused =
          context.writeAndFlush(close.retainedDuplicate()).addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    boolean wasOpen = open;
    open = false;
    if (wasOpen) {
      listener.closed(code, reason);
    } else {
      failed.accept(new IOException("The server closed the connection"));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    failed.accept(
        cause instanceof WebSocketClientHandshakeException refused && refused.response() != null
            ? new WebSocketClient.Refused(refused.response().status().code())
            : cause);
    var unused = context.close();
  }
}
