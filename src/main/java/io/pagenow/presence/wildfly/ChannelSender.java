package io.pagenow.presence.wildfly;

import io.pagenow.presence.delivery.WaitingTexts;
import io.pagenow.presence.websocket.Sender;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends one message at a time with the public methods of Undertow. */
record ChannelSender(WebSocketChannel channel) implements Sender {

  @Override
  public void send(WaitingTexts texts, Consumer<@Nullable Throwable> done) {
    String text = texts.next();
    if (text == null) {
      done.accept(null);
      return;
    }
    try {
      WebSockets.sendText(text, channel, new Callback(done));
    } catch (Throwable e) {
      // The channel was closed meanwhile, or there is no memory for the frame.
      done.accept(e);
    }
  }

  private record Callback(Consumer<@Nullable Throwable> done) implements WebSocketCallback<Void> {

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
