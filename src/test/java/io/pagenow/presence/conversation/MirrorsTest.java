package io.pagenow.presence.conversation;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.testing.CuttableProxy;
import io.pagenow.presence.testing.Mirror;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
  private final List<Client> clients = new ArrayList<>();
  private final Set<Set<UserId>> friendships = new HashSet<>();
  private final ScheduledExecutorService loops = Executors.newScheduledThreadPool(3);
  private Stores stores;
  private int resumed;

  /** A client with its mirror. */
  private final class Client {
    final UserId user;
    final Mirror mirror = new Mirror();
    TestNode node = nodes.get(0);
    @Nullable RecordingConnection connection;
    int read;

    Client(int index) {
      user = new UserId("user" + index);
    }

    void connect() {
      node = nodes.get(random.nextInt(nodes.size()));
      try {
        connection = node.connectV2(user, mirror.since());
        mirror.reconnect();
        read = 0;
      } catch (UnavailableException e) {
        connection = null; // The next step tries again.
      }
    }

    void drop() {
      receive();
      if (connection != null) {
        node.presence()
            .close(connection, random.nextBoolean() ? Departure.CLOSED : Departure.BROKEN);
        connection = null;
      }
    }

    void update(Page page) {
      if (connection != null) {
        node.conversation(connection)
            .receive(
                Json.createObjectBuilder()
                    .add("action", "update")
                    .add("id", "u")
                    .add(
                        "page",
                        page.isHidden()
                            ? jakarta.json.JsonValue.NULL
                            : Json.createObjectBuilder()
                                .add("url", page.url())
                                .add("title", page.title())
                                .build())
                    .build()
                    .toString());
      }
    }

    void receive() {
      if (connection != null) {
        List<String> sent = connection.sent();
        for (String text : sent.subList(read, sent.size())) {
          if (text.contains("\"full\":false")) {
            resumed++;
          }
          mirror.apply(text);
        }
        read = sent.size();
      }
    }
  }

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
      clients.add(new Client(i));
      stores.people().add(clients.get(i).user);
    }
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
      String when = "round " + round + ", seed " + seed;
      await()
          .atMost(Duration.ofSeconds(40))
          .pollInterval(Duration.ofMillis(200))
          .untilAsserted(() -> compare(when));
    }
    assertTrue(resumed > 0, "no client resumed");
  }

  private void step() throws SQLException {
    Client client = clients.get(random.nextInt(USERS));
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
    if (client.connection == null) {
      client.connect();
    }
    client.receive();
  }

  private void changeFriendship() throws SQLException {
    UserId one = clients.get(random.nextInt(USERS)).user;
    UserId other = clients.get(random.nextInt(USERS)).user;
    if (one.equals(other)) {
      return;
    }
    Set<UserId> pair = Set.of(one, other);
    if (friendships.add(pair)) {
      stores.people().befriend(one, other);
    } else {
      friendships.remove(pair);
      stores.people().unfriend(one, other);
    }
  }

  private void compare(String when) {
    for (Client client : clients) {
      if (client.connection == null) {
        client.connect();
      }
      client.receive();
      Map<String, String> held = new TreeMap<>();
      client.mirror.friends().forEach((user, entry) -> held.put(user, shown(entry)));
      assertEquals(truth(client.user), held, client.user + " in " + when);
    }
  }

  /** Returns what Redis and PostgreSQL hold about the friends. */
  private Map<String, String> truth(UserId user) {
    Map<String, String> truth = new TreeMap<>();
    for (Set<UserId> pair : friendships) {
      if (pair.contains(user)) {
        pair.stream()
            .filter(other -> !other.equals(user))
            .forEach(friend -> truth.put(friend.value(), stored(friend.value())));
      }
    }
    return truth;
  }

  private String stored(String user) {
    String page = stores.redis().hget("page", user);
    if (page == null) {
      return user + " offline";
    }
    String latest = stores.redis().hget("latest_page", user);
    String version = stores.redis().hget("presence:versions", user).split(" ", -1)[0];
    return user + " " + version + " " + url(page) + " " + (latest == null ? "" : url(latest));
  }

  private static String url(String page) {
    return Mirror.parse(page).getString("url");
  }

  private static String shown(JsonObject entry) {
    String name = entry.getString("firstName");
    if (!entry.getBoolean("online")) {
      return name + " offline";
    }
    String page = entry.isNull("page") ? "" : entry.getJsonObject("page").getString("url");
    String latest =
        Optional.ofNullable(entry.getJsonObject("latestPage"))
            .map(known -> known.getString("url"))
            .orElse(page);
    return name + " " + entry.getJsonNumber("version") + " " + page + " " + latest;
  }
}
