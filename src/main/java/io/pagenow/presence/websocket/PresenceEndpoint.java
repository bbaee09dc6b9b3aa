package io.pagenow.presence.websocket;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.conversation.Conversation;
import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.model.ProtocolVersion;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.protocol.ErrorCode;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The WebSocket endpoint for the browser extension. The filters have authenticated the caller and
 * checked the connection limit. Each connection has its own instance.
 */
@ServerEndpoint(
    value = "/ws",
    subprotocols = ProtocolVersion.V2_SUBPROTOCOL,
    configurator = PresenceEndpoint.Creation.class)
@SuppressWarnings("NullAway.Init") // The container calls open first.
public class PresenceEndpoint {

  private static final Logger LOG = Logger.getLogger(PresenceEndpoint.class.getName());

  /**
   * Creates an endpoint for each connection. The container would look for its injection points each
   * time, and keep objects for it as long as the connection is open.
   */
  public static final class Creation extends ServerEndpointConfig.Configurator {

    @Override
    public <T> T getEndpointInstance(Class<T> type) {
      return type.cast(new PresenceEndpoint());
    }
  }

  private SocketParts parts;
  private SocketConnection connection;
  private Conversation conversation;
  private MessageRate rate;
  private MessageText message;

  @OnOpen
  public void open(Session session) {
    session.setMaxIdleTimeout(0);
    Handshake.Caller caller = Handshake.callerOf(session);
    parts = caller.parts();
    connection = caller.connection();
    conversation = parts.conversations().begin(connection);
    Settings.Sockets limits = parts.settings().sockets();
    rate = new MessageRate(limits.messagesPerSecond(), limits.messageBurst(), System.nanoTime());
    message = new MessageText(limits.maxMessageBytes());
    connection.attach(session, parts.sockets().sender(session));
    parts.presence().open(connection);
  }

  @OnMessage
  public void text(String part, boolean last) {
    connection.heard();
    if (connection.disconnect().isPresent()) {
      return;
    }
    if (!message.add(part)) {
      connection.close(Disconnect.MESSAGE_TOO_BIG);
    } else if (last) {
      receive(message.take());
    }
  }

  @OnMessage
  public void binary(ByteBuffer part, boolean last) {
    connection.heard();
    if (connection.disconnect().isPresent()) {
      return;
    }
    if (!message.skip(part.remaining())) {
      connection.close(Disconnect.MESSAGE_TOO_BIG);
    } else if (last) {
      message.take();
      if (withinRate()) {
        conversation.refuse(ErrorCode.BINARY_MESSAGE, "Messages are text");
      }
    }
  }

  @OnMessage
  public void pong(PongMessage pong) {
    connection.heard();
  }

  @OnClose
  public void close(CloseReason reason) {
    int code = reason.getCloseCode().getCode();
    parts.meters().closed(code);
    parts.presence().close(connection, departure(code), code);
  }

  @OnError
  public void error(Throwable failure) {
    // FINE only: the exception text may contain what the client sent.
    LOG.log(Level.FINE, "A socket failed", failure);
  }

  private void receive(String text) {
    if (withinRate()) {
      conversation.receive(text);
    }
  }

  private boolean withinRate() {
    return switch (rate.next(System.nanoTime())) {
      case ACCEPT -> true;
      case REFUSE -> {
        conversation.refuse(
            ErrorCode.TOO_MANY_MESSAGES,
            "More than " + parts.settings().sockets().messagesPerSecond() + " messages a second");
        yield false;
      }
      case END -> {
        LOG.info(() -> "Closing " + connection.id() + ": " + connection.user() + " sends too much");
        connection.close(Disconnect.TOO_MANY_MESSAGES);
        yield false;
      }
    };
  }

  /**
   * Returns how the connection ended. A close frame from the client counts as a close by the
   * client, even if a send to it failed at the same time.
   */
  private Departure departure(int code) {
    Optional<Disconnect> own = connection.disconnect();
    if (own.equals(Optional.of(Disconnect.SERVICE_RESTART))) {
      return Departure.MOVED;
    }
    boolean isFinal = own.equals(Optional.of(Disconnect.DISCONNECTED));
    boolean byNode = own.filter(disconnect -> disconnect.code() == code).isPresent();
    if (!isFinal && (byNode || code == CloseCodes.CLOSED_ABNORMALLY.getCode())) {
      return Departure.BROKEN;
    }
    return code == CloseCodes.GOING_AWAY.getCode() ? Departure.LEAVING : Departure.CLOSED;
  }
}
