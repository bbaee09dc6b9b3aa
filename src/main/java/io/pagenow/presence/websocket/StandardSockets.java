package io.pagenow.presence.websocket;

import jakarta.inject.Singleton;
import jakarta.servlet.ServletRequest;
import jakarta.websocket.Session;
import java.time.Duration;

/** Uses the standard WebSocket API, on any server. */
@Singleton
public class StandardSockets implements ServerSockets {

  @Override
  public Sender sender(Session session) {
    return new StandardSender(session);
  }

  /** Returns zero, as the standard API does not tell. */
  @Override
  public Duration timeInQueue(ServletRequest request) {
    return Duration.ZERO;
  }

  /** Does nothing, as the standard API cannot release it. */
  @Override
  public void releaseHandshake(ServletRequest request) {}
}
