package io.pagenow.presence.redis.channel;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.pagenow.presence.local.LocalRedis;
import io.pagenow.presence.local.Parts;
import io.pagenow.presence.testing.CuttableProxy;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.util.SafeEncoder;

/** No latest state is lost when the subscription to a channel breaks. */
@ExtendWith(Stores.class)
@SuppressWarnings("NullAway.Init") // Set before each test.
class ChannelLossTest {

  private static final Pattern ID = Pattern.compile("(?m)^id=(\\d+) ");

  private final Parts parts = new Parts();
  private Jedis client;
  private CuttableProxy proxy;
  private TestNode there;
  private LatestPages pages;

  @BeforeEach
  void start(Stores stores, @TempDir Path directory) throws Exception {
    LocalRedis redis = parts.start(() -> LocalRedis.start(directory));
    client = parts.start(() -> new Jedis("127.0.0.1", redis.port()));
    proxy = parts.start(() -> CuttableProxy.to(redis.port()));
    int port = redis.port();
    TestNode here = parts.start(() -> new TestNode(stores, Stores.settings(port, port, 1)));
    there = parts.start(() -> new TestNode(stores, Stores.settings(proxy, proxy)));
    awaitSubscription();
    pages = new LatestPages(stores.people(), here, there);
    pages.update().join();
    pages.awaitLatest();
    // The node reads the current events some seconds after its start. That must not hide a loss.
    there.advance(Duration.ofSeconds(6));
    there.renewLease();
  }

  @AfterEach
  void stop() {
    parts.close();
  }

  @Test
  void subscriptionsThatRedisKills() {
    for (int round = 0; round < 20; round++) {
      var updates = pages.update();
      client.sendCommand(() -> SafeEncoder.encode("CLIENT"), "KILL", "TYPE", "pubsub");
      updates.join();
    }

    pages.awaitLatest();
  }

  /** Redis closes a subscription if too many bytes wait for the node, and drops these bytes. */
  @Test
  void subscriptionOfANodeThatReadsTooSlowly() {
    Set<String> before = subscriptions();
    client.configSet("client-output-buffer-limit", "pubsub 1000 0 0");

    // No later update replaces those of the round in which Redis closes it.
    await()
        .until(
            () -> {
              pages.update().join();
              return !subscriptions().containsAll(before);
            });
    client.configSet("client-output-buffer-limit", "pubsub 0 0 0");

    pages.awaitLatest();
  }

  @Test
  void connectionsThatAreCutForFiveSeconds() {
    proxy.cut();
    for (int round = 0; round < 10; round++) {
      pages.update().join();
      pause(Duration.ofMillis(500));
    }
    proxy.restore();

    pages.awaitLatest();
  }

  /** Nobody notices at once: Redis still writes to the connection, and the node waits. */
  @Test
  void connectionsThatFallSilent() {
    Set<String> before = subscriptions();
    proxy.silence();

    pages.update().join();
    assertFalse(client.exists(inbox()), "Redis did not notice");
    await("another subscription")
        .atMost(Duration.ofSeconds(20))
        .until(() -> !before.containsAll(subscriptions()));

    pages.awaitLatest();
  }

  private static void pause(Duration time) {
    await().pollDelay(time).until(() -> true);
  }

  private String inbox() {
    return "presence:inbox:" + there.hub().node();
  }

  private void awaitSubscription() {
    await().until(() -> client.pubsubNumSub(inbox()).equals(Map.of(inbox(), 1L)));
  }

  /** Returns the ids of the clients that are subscribed, those of both nodes. */
  private Set<String> subscriptions() {
    Object list = client.sendCommand(() -> SafeEncoder.encode("CLIENT"), "LIST", "TYPE", "pubsub");
    return ID.matcher(SafeEncoder.encode((byte[]) list))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }
}
