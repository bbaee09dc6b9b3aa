package io.pagenow.presence.wildfly;

import io.undertow.server.protocol.framed.AbstractFramedChannel;
import io.undertow.websockets.core.WebSocketChannel;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;

/**
 * The TCP connections below WebSocket channels. Their accessor is not public. If a version of
 * Undertow lacks it, messages are sent one at a time.
 */
final class UndertowConnections {

  private static final Logger LOG = Logger.getLogger(UndertowConnections.class.getName());

  private static final @Nullable Method ACCESSOR = find();

  private UndertowConnections() {}

  /** Returns the connection below a channel; empty if this version of Undertow does not tell. */
  static Optional<StreamConnection> of(WebSocketChannel channel) {
    if (ACCESSOR == null) {
      return Optional.empty();
    }
    try {
      return Optional.of((StreamConnection) ACCESSOR.invoke(channel));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Method find() {
    try {
      Method accessor = AbstractFramedChannel.class.getDeclaredMethod("getUnderlyingConnection");
      accessor.setAccessible(true);
      return accessor;
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.log(Level.INFO, "This version of Undertow cannot send several messages in one write", e);
      return null;
    }
  }
}
