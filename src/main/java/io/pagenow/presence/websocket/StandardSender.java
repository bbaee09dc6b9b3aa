package io.pagenow.presence.websocket;

import io.pagenow.presence.delivery.WaitingTexts;
import jakarta.websocket.Session;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends one message at a time with the standard WebSocket API, on any server.
 *
 * <p>Tyrus, the WebSocket implementation of Payara, schedules an idle time-out task with each
 * message, even without a time-out. For that task, Payara searches the context class loader of the
 * thread for service providers. With the class loader of an application, this costs as much as the
 * message itself. So the thread gets the platform class loader for the call, which is fast to
 * search.
 */
record StandardSender(Session session) implements Sender {

  @Override
  public void send(WaitingTexts texts, Consumer<@Nullable Throwable> done) {
    String text = texts.next();
    if (text == null) {
      done.accept(null);
      return;
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try {
      session.getAsyncRemote().sendText(text, result -> done.accept(result.getException()));
    } catch (Throwable e) {
      // The session may have been closed. And Tyrus throws an Error for a text that it cannot
      // encode.
      done.accept(e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
