package io.pagenow.presence.websocket;

import jakarta.inject.Singleton;
import jakarta.servlet.ServletRequest;
import jakarta.websocket.Session;

/** Sockets by the standard API, on any server. */
@Singleton
public class StandardSockets implements ServerSockets {

  @Override
  public Sender sender(Session session) {
    return new StandardSender(session);
  }

  /** Does nothing: the standard API cannot. */
  @Override
  public void releaseHandshake(ServletRequest request) {}
}
