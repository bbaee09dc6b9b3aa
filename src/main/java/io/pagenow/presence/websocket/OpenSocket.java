package io.pagenow.presence.websocket;

import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.model.ConnectionId;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The session of a connection. No method throws: a failure must not affect other connections. */
record OpenSocket(ConnectionId id, Session session, Sender sender) {

  private static final Logger LOG = Logger.getLogger(OpenSocket.class.getName());

  /** How long a client may take to answer the close frame, in milliseconds. */
  private static final long CLOSE_TIMEOUT_MILLIS = 10_000;

  void ping() {
    try {
      session.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
    } catch (Throwable e) {
      LOG.log(Level.FINE, "The ping to " + id + " failed", e);
    }
  }

  void close(Disconnect reason, String words) {
    if (!session.isOpen()) {
      // The session is broken, as a failed send showed. Closing it here would make the server
      // report a normal close by the client.
      return;
    }
    try {
      // A client that does not read the close frame would keep the socket open, and no limit counts
      // it any more.
      session.setMaxIdleTimeout(CLOSE_TIMEOUT_MILLIS);
      session.close(new CloseReason(CloseCodes.getCloseCode(reason.code()), words));
    } catch (Throwable e) {
      LOG.log(Level.FINE, "The close frame to " + id + " failed", e);
    }
  }
}
