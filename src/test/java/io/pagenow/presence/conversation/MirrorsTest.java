package io.pagenow.presence.conversation;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.testing.CuttableProxy;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Version 2 clients on three nodes, with random drops, outages of Redis, and friendships that begin
 * and end. At each quiet moment, each client holds what Redis and PostgreSQL hold.
 */
@ExtendWith(Stores.class)
@SuppressWarnings("NullAway.Init") // Set before each test.
class MirrorsTest {

  private static final int USERS = 8;
  private static final int ROUNDS = 12;
  private static final int STEPS = 25;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final List<TestNode> nodes = new ArrayList<>();
  private final List<CuttableProxy> proxies = new ArrayList<>();
  private final List<MirroredClient> clients = new ArrayList<>();
  private final ScheduledExecutorService loops = Executors.newScheduledThreadPool(3);
  private Stores stores;
  private Friendships friendships;

  @BeforeEach
  void start(Stores shared) throws Exception {
    stores = shared;
    for (int i = 0; i < 3; i++) {
      CuttableProxy proxy = CuttableProxy.to(stores.redisPort());
      proxies.add(proxy);
      TestNode node = new TestNode(stores, Stores.settings(proxy, proxy));
      nodes.add(node);
      repeat(node::renewLease);
      repeat(node.friendshipWatch()::run);
      repeat(node.presence()::retryPendingWrites);
    }
    for (int i = 0; i < USERS; i++) {
      UserId user = new UserId("user" + i);
      clients.add(new MirroredClient(user, nodes, random));
      stores.people().add(user);
    }
    friendships = new Friendships(stores);
    for (int i = 0; i < USERS; i++) {
      changeFriendship();
    }
  }

  private void repeat(Runnable task) {
    var unused =
        loops.scheduleWithFixedDelay(
            () -> {
              try {
                task.run();
              } catch (UnavailableException e) {
                // The next run tries again, as the loops of a server do.
              }
            },
            200,
            200,
            TimeUnit.MILLISECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    loops.shutdown();
    assertTrue(loops.awaitTermination(30, TimeUnit.SECONDS));
    nodes.forEach(TestNode::close);
    for (CuttableProxy proxy : proxies) {
      proxy.close();
    }
  }

  @Test
  void atEachQuietMomentEachClientHoldsWhatTheStoresHold() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      CuttableProxy cut = proxies.get(random.nextInt(proxies.size()));
      boolean outage = round % 3 == 2;
      for (int step = 0; step < STEPS; step++) {
        if (outage && step == 5) {
          cut.cut();
        }
        step();
        TimeUnit.MILLISECONDS.sleep(random.nextInt(20));
      }
      if (outage) {
        cut.restore();
      }
      awaitMirrors("round " + round + ", seed " + seed);
    }
    clients.forEach(this::resume);
    awaitMirrors("the end, after each has resumed, seed " + seed);
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
    switch (random.nextInt(8)) {
      case 0 -> client.drop();
      case 1 -> {
        client.drop();
        client.connect();
      }
      case 2 -> changeFriendship();
      case 3 -> client.update(Page.NONE);
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
    }
  }
}
