package io.pagenow.presence.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.presence.CloseCause;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.presence.PresenceStore.Ending;
import io.pagenow.presence.presence.Report;
import io.pagenow.presence.testing.Transitions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The transitions of a user in Redis: which are recorded, and for how long. */
class RedisTransitionsTest extends StoreTest {

  private static final String LIST = "presence:transitions:ann";

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
    left.removeAll(
        Set.of(
            "presence:nodes",
            "presence:recording_nodes",
            "presence:version",
            "presence:last_active",
            "presence:offline",
            "presence:resume_limit"));
    assertEquals(Set.of(LIST), left);
    assertFalse(redis.lrange(LIST, 0, -1).toString().contains("example"));
  }

  @Test
  void textsOfOtherReleasesAreSkipped() {
    open(ANN);
    redis.lpush(LIST, "1 2 3", "");

    assertEquals(List.of("opened handshake"), transitions());
  }

  private List<String> transitions() {
    return Transitions.texts(node.explanations().explain(ANN));
  }
}
