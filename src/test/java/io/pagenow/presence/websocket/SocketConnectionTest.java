package io.pagenow.presence.websocket;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.NodeId;
import io.pagenow.presence.model.ProtocolVersion;
import io.pagenow.presence.model.UserId;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SocketConnectionTest {

  private final List<Integer> closedWith = new ArrayList<>();
  private final List<SocketConnection> abandoned = new ArrayList<>();

  @Test
  void theCloseFrameHasTheReason() {
    SocketConnection connection = connection(true);

    connection.close(Disconnect.IDLE, "idle");

    assertEquals(List.of(4000), closedWith);
    assertEquals(Optional.of(Disconnect.IDLE), connection.disconnect());
  }

  /** Otherwise WildFly would report a normal closure, as if the client had closed gracefully. */
  @Test
  void aBrokenConnectionIsNotClosedByTheNode() {
    SocketConnection connection = connection(false);

    connection.close(Disconnect.UNRESPONSIVE, "unresponsive");

    assertEquals(List.of(), closedWith);
    assertEquals(Optional.of(Disconnect.UNRESPONSIVE), connection.disconnect());
  }

  @Test
  void aConnectionThatIsClosedBeforeItHasASessionIsDiscarded() {
    SocketConnection connection = handshake();

    connection.close(Disconnect.UNRESPONSIVE);

    assertEquals(List.of(connection), abandoned);
  }

  @Test
  void aSessionIsClosedWithTheEarlierReasonOfItsConnection() {
    SocketConnection connection = handshake();
    connection.close(Disconnect.SERVICE_RESTART, "reconnect in 5 ms");

    attach(connection, session(true));

    assertEquals(List.of(1012), closedWith);
  }

  /** Tyrus throws such an error for text with an unpaired surrogate. */
  @Test
  void anErrorOfASendIsReportedToItsCallback() {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    connectionThatThrows().send(() -> "text", failure::set);

    assertEquals("by a test", String.valueOf(requireNonNull(failure.get()).getMessage()));
  }

  @Test
  void anErrorOfAPingOrACloseIsNotThrown() {
    SocketConnection connection = connectionThatThrows();

    assertDoesNotThrow(connection::ping);
    assertDoesNotThrow(() -> connection.close(Disconnect.IDLE, "idle"));
  }

  private SocketConnection connectionThatThrows() {
    Session session =
        (Session)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Session.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("isOpen")) {
                    return true;
                  }
                  throw new Error("by a test");
                });
    SocketConnection connection = handshake();
    attach(connection, session);
    return connection;
  }

  /** Creates a connection on a fake session, which the test opens and closes. */
  private SocketConnection connection(boolean open) {
    SocketConnection connection = handshake();
    attach(connection, session(open));
    return connection;
  }

  private Session session(boolean open) {
    return (Session)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Session.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                closedWith.add(((CloseReason) arguments[0]).getCloseCode().getCode());
              }
              return method.getName().equals("isOpen") ? open : null;
            });
  }

  private SocketConnection handshake() {
    return new SocketConnection(
        new ConnectionId(NodeId.random(), 1),
        new UserId("ann"),
        ProtocolVersion.V1,
        Instant.MAX,
        "",
        abandoned::add);
  }

  private static void attach(SocketConnection connection, Session session) {
    connection.attach(session, new StandardSender(session));
  }
}
