package io.pagenow.presence.websocket;

import jakarta.websocket.Session;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends by the standard WebSocket API, on any server.
 *
 * <p>With each message Tyrus, which Payara has, schedules a task for the time-out of the idle
 * session, though there is none. For the task's context Payara looks for service providers wherever
 * the thread's class loader does, which costs as much as the message where that is an
 * application's. So the thread has one that has little to look through meanwhile.
 */
record StandardSender(Session session) implements Sender {

  @Override
  public void send(String text, Consumer<@Nullable Throwable> done) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try {
      session.getAsyncRemote().sendText(text, result -> done.accept(result.getException()));
    } catch (Throwable e) {
      // The session was closed meanwhile; and Tyrus throws an Error for a text that it cannot
      // encode.
      done.accept(e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
