package io.pagenow.presence.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.CloseCause;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.explanation.Explanation;
import io.pagenow.presence.model.explanation.OpenConnection;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.presence.PresenceStore.Ending;
import io.pagenow.presence.presence.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What Redis keeps about the connections and the transitions of a user. */
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
  void anUpdateIsNoTransition() {
    ConnectionId connection = open(ANN);
    await(update(ANN, connection, PAGE));
    await(update(ANN, connection, OTHER));

    assertEquals(List.of("opened handshake"), transitions());
  }

  @Test
  void aCloseNamesItsReasonAndCode() {
    ConnectionId connection = open(ANN);
    CloseCause cause = CloseCause.byClient(1001);
    await(store.close(ANN, connection, new Ending(Departure.CLOSED, 0, false, cause)));

    assertEquals(
        List.of("offline closed", "closed client 1001", "opened handshake"), transitions());
    assertEquals(List.of(), node.explanations().explain(ANN).connections());
  }

  @Test
  void aReturnWithinTheGracePeriodIsNamed() {
    await(close(ANN, open(ANN), Departure.BROKEN));
    assertTrue(node.explanations().explain(ANN).graceEndsAt().isPresent());
    open(ANN);

    assertEquals(
        List.of(
            "opened within-grace-period",
            "grace-period last-connection",
            "closed broken 1006",
            "opened handshake"),
        transitions());
    assertEquals(Optional.empty(), node.explanations().explain(ANN).graceEndsAt());
  }

  @Test
  void theEndOfAGracePeriodAndARestoredPageAreNamed() {
    ConnectionId connection = open(ANN);
    await(update(ANN, connection, PAGE));
    await(close(ANN, connection, Departure.BROKEN));
    redis.zadd("presence:parting", 1, "ann");
    claims.claimAfterGrace();
    open(ANN);

    assertEquals(
        List.of("restored page", "opened handshake", "offline grace-period-over"),
        transitions().subList(0, 3));
  }

  @Test
  void aRefusedConnectionIsNamed() {
    for (int i = 0; i < 21; i++) {
      open(ANN);
    }

    assertEquals("refused too-many-connections", transitions().get(0));
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
  void repeatedHidesAreOneTransitionWithTheTimeOfTheLastOne() {
    ConnectionId connection = open(ANN);
    await(store.update(ANN, connection, new Report(Page.NONE, System.nanoTime(), "allow-list")));
    String first = redis.lindex(LIST, 0);
    redis.lset(LIST, 0, first.replaceFirst("\\d+", "1"));
    await(update(ANN, connection, PAGE));
    await(store.update(ANN, connection, new Report(Page.NONE, System.nanoTime(), "allow-list")));

    assertEquals(List.of("hidden allow-list", "opened handshake"), transitions());
    assertFalse(redis.lindex(LIST, 0).startsWith("1 "));
  }

  @Test
  void transitionsAreBoundedAndExpire() {
    for (int i = 0; i < 40; i++) {
      close(ANN, open(ANN));
    }

    assertEquals(50, redis.llen(LIST));
    assertTrue(redis.ttl(LIST) > 0 && redis.ttl(LIST) <= 3 * 24 * 60 * 60);
  }

  @Test
  void nothingButTransitionsIsLeftOfAClosedConnection() {
    ConnectionId connection = open(ANN);
    await(update(ANN, connection, PAGE));
    close(ANN, connection);

    Set<String> left = redis.keys("presence:*");
    left.removeAll(Set.of("presence:nodes", "presence:version", "presence:last_active"));
    assertEquals(Set.of(LIST), left);
    assertFalse(redis.lrange(LIST, 0, -1).toString().contains("example"));
  }

  @Test
  void textsOfOtherReleasesAreSkipped() {
    open(ANN);
    redis.lpush(LIST, "1 2 3", "");

    assertEquals(List.of("opened handshake"), transitions());
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

  /** Returns the type, the reason and, if there is one, the code of each transition. */
  private List<String> transitions() {
    List<String> texts = new ArrayList<>();
    node.explanations()
        .explain(ANN)
        .transitions()
        .forEach(
            it ->
                texts.add(
                    it.type() + " " + it.reason() + it.code().map(code -> " " + code).orElse("")));
    return texts;
  }
}
