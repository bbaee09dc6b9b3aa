package io.pagenow.presence.redis.channel;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.config.Settings.Redis;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.Visibility;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.testing.CapturedLog;
import io.pagenow.presence.testing.ChangedSettings;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import io.pagenow.presence.testing.TwoNodes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;

/** Which events go by the channel of a node, and which ones by its stream. */
@ExtendWith(Stores.class)
@SuppressWarnings("NullAway.Init") // Set before each test.
class ChannelsTest extends TwoNodes {

  private Jedis client;

  @BeforeEach
  void connect() {
    client = new Jedis("127.0.0.1", stores.redisPort());
    awaitSubscription(here);
    awaitSubscription(there);
  }

  @AfterEach
  void disconnect() {
    client.aclDelUser("former");
    client.close();
  }

  @Test
  void anEventGoesByTheChannelAlone() {
    RecordingConnection ben = there.connect(BEN);

    update(here, here.connect(ANN), PAGE);

    eventually(ben, ANN_ON_PAGE);
    assertFalse(redis.exists(inbox(there)), "there is no stream");
  }

  @Test
  void whatMustNotBeLostGoesByTheStream() {
    RecordingConnection ben = there.connect(BEN);

    assertTrue(here.explanations().disconnect(BEN, ben.id()));

    await().until(() -> ben.disconnect().isPresent());
    assertEquals(1, redis.xlen(inbox(there)));
  }

  @Test
  void theEventsOfAUserWhoChoseTheVisibilityKeepTheirOrderInTheStream() {
    RecordingConnection ann = here.connect(ANN);
    RecordingConnection ben = there.connect(BEN);
    update(here, ann, PAGE);
    eventually(ben, ANN_ON_PAGE);

    here.presence().changeVisibility(ann, Visibility.NOBODY).toCompletableFuture().join();
    here.presence().changeVisibility(ann, Visibility.FRIENDS).toCompletableFuture().join();

    eventually(ben, ANN_ON_PAGE, ANN_OFFLINE, ANN_ON_PAGE);
    assertEquals(2, redis.xlen(inbox(there)));
  }

  /** The nodes of the former release have no channels. Here Redis refuses them. */
  @Test
  void aNodeWithoutASubscriptionGetsEventsByTheStream() {
    try (CapturedLog log = CapturedLog.of(Logger.getLogger(ChannelRefusal.class.getName()));
        TestNode former = former()) {
      RecordingConnection ben = former.connect(BEN);
      RecordingConnection ann = here.connect(ANN);
      update(here, ann, PAGE);
      eventually(ben, ANN_ON_PAGE);
      assertEquals(1, redis.xlen(inbox(former)));

      // And it publishes to the streams of nodes that have one.
      RecordingConnection other = there.connect(BEN);
      RecordingConnection ann2 = former.connect(ANN);
      update(former, ann2, Pages.of("https://example.com/2", "Second"));
      await().until(() -> other.sent().stream().anyMatch(text -> text.contains("/2")));
      assertEquals(1, redis.xlen(inbox(there)));
      steady(former);
      assertEquals(List.of("WARNING"), log.levels());
    }
  }

  /** Redis counts every subscription, so nothing goes to the stream. */
  @Test
  void eventsThatAnotherProgramReceivesInsteadAreReadAgain() {
    try (TestNode former = former();
        Jedis program = new Jedis("127.0.0.1", stores.redisPort())) {
      RecordingConnection ben = former.connect(BEN);
      program.getConnection().sendCommand(Command.PSUBSCRIBE, "*");
      program.getConnection().getOne();

      update(here, here.connect(ANN), PAGE);

      assertFalse(redis.exists(inbox(former)), "there is no stream");
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                former.renewLease();
                assertEquals(List.of(ANN_ON_PAGE), ben.sent());
              });
    }
  }

  @Test
  void aMessageThatCannotBeDecodedIsSkipped() {
    RecordingConnection ben = there.connect(BEN);
    client.publish(inbox(there), "nonsense");
    client.publish(inbox(there), "user\0ann\0type\0unheard-of\0version\0001");

    update(here, here.connect(ANN), PAGE);

    eventually(ben, ANN_ON_PAGE);
    assertFalse(redis.exists(inbox(there)), "there is no stream");
  }

  private TestNode former() {
    client.aclSetUser("former", "on", ">secret", "~*", "+@all", "resetchannels");
    var endpoint = stores.settings().redis().primary();
    return new TestNode(
        stores,
        ChangedSettings.withRedis(
            stores.settings(),
            new Redis(endpoint, endpoint, "former", "secret", false, null, 16, 1, false)));
  }

  private static String inbox(TestNode node) {
    return "presence:inbox:" + node.hub().node();
  }

  private void awaitSubscription(TestNode node) {
    await().until(() -> client.pubsubNumSub(inbox(node)).equals(Map.of(inbox(node), 1L)));
  }
}
