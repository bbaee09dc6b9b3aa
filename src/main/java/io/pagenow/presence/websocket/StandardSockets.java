package io.pagenow.presence.websocket;

import jakarta.inject.Singleton;
import jakarta.servlet.ServletRequest;
import jakarta.websocket.Session;

/** Uses the standard WebSocket API, on any server. */
@Singleton
public class StandardSockets implements ServerSockets {

  @Override
  public Sender sender(Session session) {
    return new StandardSender(session);
  }

  /** Does nothing, as the standard API cannot release it. */
  @Override
  public void releaseHandshake(ServletRequest request) {}
}
