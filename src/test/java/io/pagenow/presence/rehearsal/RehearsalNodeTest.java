package io.pagenow.presence.rehearsal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.conversation.Conversation;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.metrics.ClientMeters;
import io.pagenow.presence.model.ProtocolVersion;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.testing.RedisInfo;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import io.pagenow.presence.websocket.SocketParts;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The node of a rehearsal does what the real one does, and nothing of it reaches a store. */
@ExtendWith(Stores.class)
@SuppressWarnings("NullAway.Init") // Set before each test.
class RehearsalNodeTest {

  private static final UserId USER = RehearsalUsers.ALL.get(0);
  private static final UserId FRIEND = RehearsalUsers.ALL.get(1);

  private TestNode real;
  private SocketParts parts;

  @BeforeEach
  void start(Stores stores) {
    real = new TestNode(stores);
    parts =
        RehearsalNode.parts(
            Rehearsals.services(real, stores.settings(), Optional.empty()), ClientMeters.none());
  }

  @AfterEach
  void stop() {
    real.close();
  }

  @Test
  void clientsGetStateAndEventsAndNothingIsWritten(Stores stores) {
    // The real store has its scripts and its inbox before the first count.
    real.connect(new UserId("real"));
    String before = stores.dump();
    long changes = changes(stores);

    RecordingConnection user = open(USER, ProtocolVersion.V2);
    RecordingConnection friend = open(FRIEND, ProtocolVersion.V1);
    Conversation conversation = parts.conversations().begin(friend);
    conversation.receive(
        "{\"action\":\"update-presence\",\"url\":\"https://example.com/page\",\"title\":\"\"}");
    await().until(() -> sent(user).contains("https://example.com/page"));
    await().until(() -> sent(friend).contains("https://example.com/page"));
    parts.presence().close(friend, Departure.CLOSED, 1000);
    await().until(() -> sent(user).contains("\"online\":false"));
    parts.presence().close(user, Departure.CLOSED, 1000);

    assertTrue(sent(user).contains("https://www.example.com/" + FRIEND.value()), sent(user));
    assertEquals(0, parts.hub().size());
    assertEquals(before, stores.dump());
    assertEquals(changes, changes(stores));
  }

  @Test
  void theRealNodeHasNoneOfItsConnections(Stores stores) {
    open(USER, ProtocolVersion.V1);

    assertEquals(1, parts.hub().size());
    assertEquals(0, real.hub().size());
    assertEquals(0, real.store().connectionsOf(USER).toCompletableFuture().join());
    assertEquals(0, real.hub().meters().total());
  }

  /** Opens a connection like the filter and the endpoint do. */
  private RecordingConnection open(UserId user, ProtocolVersion version) {
    parts.node().prepare(user);
    RecordingConnection connection = RecordingConnection.fast(parts.hub().nextId(), user, version);
    parts.node().add(connection);
    if (version == ProtocolVersion.V2) {
      parts.states().open(connection, Instant.now(), Optional.empty());
    }
    parts.presence().open(connection);
    return connection;
  }

  private static String sent(RecordingConnection connection) {
    return String.join("\n", connection.sent());
  }

  /** Returns how often Redis has changed data. */
  private static long changes(Stores stores) {
    return RedisInfo.number(stores.redis(), "persistence", "rdb_changes_since_last_save");
  }
}
