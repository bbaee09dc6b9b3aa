package io.pagenow.presence.websocket;

import jakarta.websocket.Session;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends by the standard WebSocket API, on any server. */
record StandardSender(Session session) implements Sender {

  @Override
  public void send(String text, Consumer<@Nullable Throwable> done) {
    try {
      session.getAsyncRemote().sendText(text, result -> done.accept(result.getException()));
    } catch (RuntimeException e) {
      // The session was closed meanwhile.
      done.accept(e);
    }
  }
}
