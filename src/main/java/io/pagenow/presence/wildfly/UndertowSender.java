package io.pagenow.presence.wildfly;

import io.pagenow.presence.websocket.Sender;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.jsr.UndertowSession;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages on WildFly. Undertow writes on the I/O thread of a socket and wakes that thread up
 * for each message. This sender wakes it up once for all waiting messages.
 */
public final class UndertowSender implements Sender {

  private final WebSocketChannel channel;
  private final WriteQueue queue;

  private UndertowSender(WebSocketChannel channel) {
    this.channel = channel;
    this.queue = WriteQueue.of(channel.getIoThread());
  }

  public static Sender of(Session session) {
    return new UndertowSender(((UndertowSession) session).getWebSocketChannel());
  }

  @Override
  public void send(String text, Consumer<@Nullable Throwable> done) {
    queue.add(new Frame(channel, text, done));
  }

  /** A message in flight and its callback. */
  record Frame(WebSocketChannel channel, String text, Consumer<@Nullable Throwable> done)
      implements WriteQueue.Write, WebSocketCallback<Void> {

    @Override
    public void start(ByteBuffer encoded) {
      try {
        WebSockets.sendText(encoded, channel, this);
      } catch (Throwable e) {
        // The channel was closed meanwhile, or there is no memory for the frame.
        fail(e);
      }
    }

    @Override
    public void fail(Throwable failure) {
      done.accept(failure);
    }

    @Override
    public void complete(WebSocketChannel channel, Void context) {
      done.accept(null);
    }

    @Override
    public void onError(WebSocketChannel channel, Void context, Throwable failure) {
      done.accept(failure);
    }
  }
}
