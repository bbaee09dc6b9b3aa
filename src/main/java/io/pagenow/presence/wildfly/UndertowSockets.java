package io.pagenow.presence.wildfly;

import io.pagenow.presence.websocket.Sender;
import io.pagenow.presence.websocket.ServerSockets;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import jakarta.servlet.ServletRequest;
import jakarta.websocket.Session;
import java.time.Duration;

/** The implementation of {@link ServerSockets} for WildFly. */
@Singleton
@Alternative
@Priority(Interceptor.Priority.APPLICATION)
public class UndertowSockets implements ServerSockets {

  @Override
  public Sender sender(Session session) {
    return UndertowSender.of(session);
  }

  @Override
  public Duration timeInQueue(ServletRequest request) {
    return UndertowHandshake.timeInQueue(request);
  }

  @Override
  public void releaseHandshake(ServletRequest request) {
    UndertowHandshake.forget(request);
  }
}
