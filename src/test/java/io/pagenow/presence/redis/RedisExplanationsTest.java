package io.pagenow.presence.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.explanation.Explanation;
import io.pagenow.presence.model.explanation.OpenConnection;
import io.pagenow.presence.testing.Transitions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What Redis keeps about the connections of a user. */
class RedisExplanationsTest extends StoreTest {

  private static final String LIST = "presence:transitions:ann";

  @Test
  void nothingIsKnownAboutAnUnknownUser() {
    Explanation explanation = node.explanations().explain(ANN);

    assertFalse(explanation.online());
    assertEquals(Optional.empty(), explanation.page());
    assertEquals(List.of(), explanation.connections());
    assertEquals(List.of(), explanation.transitions());
  }

  @Test
  void eachConnectionHasItsNodeTimesClientAndPage() {
    ConnectionId one = node.hub().nextId();
    ConnectionId two = node.hub().nextId();
    long before = now();
    await(store.open(ANN, one, "extension/2.1"));
    await(store.open(ANN, two, ""));
    await(update(ANN, one, PAGE));
    await(update(ANN, two, OTHER));

    Explanation explanation = node.explanations().explain(ANN);

    assertTrue(explanation.online());
    assertEquals(Optional.of(OTHER), explanation.page());
    List<OpenConnection> connections = explanation.connections();
    assertEquals(List.of(one, two), connections.stream().map(OpenConnection::id).toList());
    assertEquals("extension/2.1", connections.get(0).client());
    assertEquals("", connections.get(1).client());
    assertEquals(Optional.of(PAGE), connections.get(0).page());
    assertEquals(Optional.of(OTHER), connections.get(1).page());
    long opened = connections.get(0).openedAt().orElseThrow().toEpochMilli();
    assertTrue(opened >= before - 1_000 && opened <= now() + 1_000, "opened at " + opened);
    assertFalse(connections.get(0).heardAt().orElseThrow().toEpochMilli() < opened);
  }

  @Test
  void theOnlyConnectionHasThePageOfItsUser() {
    ConnectionId connection = open(ANN);
    assertEquals(Optional.empty(), onlyConnection().page());

    await(update(ANN, connection, PAGE));

    assertEquals(Optional.of(PAGE), onlyConnection().page());
  }

  @Test
  void aHeartbeatIsNoTransitionAndChangesTheTimeOfItsConnectionOnly() {
    ConnectionId one = open(ANN);
    ConnectionId two = open(ANN);
    redis.hset("presence:heard", one.toString(), "1");
    redis.hset("presence:heard", two.toString(), "1");

    await(store.touch(ANN, two));

    List<OpenConnection> connections = node.explanations().explain(ANN).connections();
    assertEquals(1, connections.get(0).heardAt().orElseThrow().toEpochMilli());
    assertTrue(connections.get(1).heardAt().orElseThrow().toEpochMilli() > 1);
    assertEquals(2, redis.llen(LIST), "opened twice");
  }

  @Test
  void aConnectionThatIsRecordedAgainIsNamed() {
    ConnectionId connection = open(ANN);
    redis.flushAll();
    await(store.touch(ANN, connection));

    assertEquals(List.of("restored message"), transitions());
    assertEquals(Optional.empty(), onlyConnection().openedAt());
  }

  @Test
  void explanationsWorkAfterTheScriptsWereFlushed() {
    open(ANN);
    redis.scriptFlush();

    assertEquals(List.of("opened handshake"), transitions());
  }

  private OpenConnection onlyConnection() {
    List<OpenConnection> all = node.explanations().explain(ANN).connections();
    assertEquals(1, all.size());
    return all.get(0);
  }

  private List<String> transitions() {
    return Transitions.texts(node.explanations().explain(ANN));
  }
}
