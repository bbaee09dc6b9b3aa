package io.pagenow.presence.conversation;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.model.Visibility;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Version 2 clients on three nodes, with random drops, dead nodes, outages of Redis that may lose
 * its data, users who become invisible, and friendships that begin and end. At each quiet moment,
 * each client holds what Redis and PostgreSQL hold.
 */
@ExtendWith(Stores.class)
@SuppressWarnings("NullAway.Init") // Set before each test.
class MirrorsTest {

  private static final int USERS = 8;
  private static final int NODES = 3;
  private static final int ROUNDS = 12;
  private static final int STEPS = 25;

  /** What happens in a round. */
  private enum Fault {
    NONE,
    DEAD_NODE,
    OUTAGE,
    LOST_DATA
  }

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final List<MirroredClient> clients = new ArrayList<>();
  private FaultyNodes nodes;
  private Friendships friendships;

  @BeforeEach
  void start(Stores stores) throws Exception {
    nodes = new FaultyNodes(stores, random, NODES);
    for (int i = 0; i < USERS; i++) {
      UserId user = new UserId("user" + i);
      clients.add(new MirroredClient(user, nodes.nodes(), random));
      stores.people().add(user);
    }
    friendships = new Friendships(stores);
    for (int i = 0; i < USERS; i++) {
      changeFriendship();
    }
  }

  @AfterEach
  void stop() throws Exception {
    nodes.stop();
  }

  @Test
  void atEachQuietMomentEachClientHoldsWhatTheStoresHold() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Fault fault = Fault.values()[round % Fault.values().length];
      int begin = random.nextInt(STEPS);
      for (int step = 0; step < STEPS; step++) {
        if (step == begin) {
          begin(fault);
        }
        step();
        TimeUnit.MILLISECONDS.sleep(random.nextInt(20));
      }
      nodes.restore();
      awaitMirrors("round " + round + " with " + fault + ", seed " + seed);
    }
    clients.forEach(this::resume);
    awaitMirrors("the end, after each has resumed, seed " + seed);
  }

  private void begin(Fault fault) {
    switch (fault) {
      case NONE -> {}
      case OUTAGE -> nodes.cut();
      case DEAD_NODE -> {
        TestNode dead = nodes.kill();
        clients.forEach(client -> client.notice(dead));
      }
      case LOST_DATA -> nodes.loseData();
    }
  }

  private void awaitMirrors(String when) {
    await()
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> compare(when));
  }

  /**
   * Reconnects a client until it resumes. In the rounds above, a friendship may have changed before
   * each reconnect, or an outage may have raised the limit, so that each state was a full one.
   */
  private void resume(MirroredClient client) {
    int before = client.resumed();
    await()
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              client.drop();
              client.connect();
              client.update(Pages.of("https://example.com/resume", "Title"));
              client.receive();
              return client.resumed() > before;
            });
  }

  private void step() throws SQLException {
    MirroredClient client = clients.get(random.nextInt(USERS));
    switch (random.nextInt(9)) {
      case 0 -> client.drop();
      case 1 -> {
        client.drop();
        client.connect();
      }
      case 2 -> changeFriendship();
      case 3 -> client.update(Page.NONE);
      case 4 -> client.choose(random.nextBoolean() ? Visibility.NOBODY : Visibility.FRIENDS);
      default -> client.update(Pages.of("https://example.com/" + random.nextInt(1_000), "Title"));
    }
    if (!client.isConnected()) {
      client.connect();
    }
    client.receive();
  }

  private void changeFriendship() throws SQLException {
    UserId one = clients.get(random.nextInt(USERS)).user;
    UserId other = clients.get(random.nextInt(USERS)).user;
    if (!one.equals(other)) {
      friendships.change(one, other);
    }
  }

  private void compare(String when) {
    for (MirroredClient client : clients) {
      if (!client.isConnected()) {
        client.connect();
      }
      client.receive();
      assertEquals(friendships.stored(client.user), client.friends(), client.user + " in " + when);
      assertEquals(
          friendships.visibility(client.user), client.visibility(), client.user + " in " + when);
    }
  }
}
