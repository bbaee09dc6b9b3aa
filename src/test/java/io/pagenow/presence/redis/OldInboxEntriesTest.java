package io.pagenow.presence.redis;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.local.Parts;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.testing.CuttableProxy;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import io.pagenow.presence.testing.TwoNodes;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.resps.StreamEntry;

/**
 * A node has read an event, which stays in its inbox, and missed the later ones since it was not
 * subscribed to the user any more. After a failure of Redis it must not deliver the old event.
 */
@ExtendWith(Stores.class)
@SuppressWarnings("NullAway.Init") // Set before each test.
class OldInboxEntriesTest extends TwoNodes {

  private final Parts parts = new Parts();
  private CuttableProxy proxy;
  private TestNode cut;
  private String inbox;

  @BeforeEach
  void startNode() throws Exception {
    proxy = parts.start(() -> CuttableProxy.to(stores.redisPort()));
    cut = parts.start(() -> new TestNode(stores, Stores.settings(proxy, proxy)));
    inbox = "presence:inbox:" + cut.hub().node();
    leaveOldEntry();
  }

  @AfterEach
  void stopNode() {
    parts.close();
  }

  @Test
  void afterAFailure() {
    RecordingConnection ann = cut.connect(ANN);
    RecordingConnection ben = cut.connect(BEN);

    fail();

    assertNothingIsShown(ann, ben);
  }

  @Test
  void ifTheServerDoesNotHaveTheLastEntryAnyMore() {
    disconnectByTheInbox(cut.connect(EVE));
    RecordingConnection ann = cut.connect(ANN);
    RecordingConnection ben = cut.connect(BEN);
    List<StreamEntry> entries = redis.xrange(inbox, "-", "+");
    redis.xdel(inbox, entries.get(entries.size() - 1).getID());

    fail();

    assertNothingIsShown(ann, ben);
  }

  /**
   * Has the node read an event of Ann, and then lose interest in her before she goes offline. While
   * a node is not subscribed to its channel, its events go to the stream.
   */
  private void leaveOldEntry() throws Exception {
    RecordingConnection ann = there.connect(ANN);
    RecordingConnection ben = cut.connect(BEN);
    proxy.cut();
    await()
        .until(
            () -> {
              update(there, ann, PAGE);
              return redis.xlen(inbox) > 0;
            });
    proxy.restore();
    await().until(() -> ben.sent().contains(ANN_ON_PAGE));
    cut.presence().close(ben, Departure.CLOSED);
    await()
        .ignoreExceptions()
        .until(
            () -> {
              cut.friendshipWatch().run();
              return cut.latestEvents().versionOf(ANN) == 0;
            });
    there.presence().close(ann, Departure.CLOSED);
    await().until(() -> redis.hget("page", "ann") == null);
  }

  /** Breaks the connections of the node, and waits until it has read its inbox again. */
  private void fail() {
    RecordingConnection eve = cut.connect(EVE);
    proxy.cut();
    proxy.restore();
    disconnectByTheInbox(eve);
    await()
        .ignoreExceptions()
        .until(
            () -> {
              cut.renewLease();
              return true;
            });
  }

  /** Entries of this type always go by the stream. */
  private void disconnectByTheInbox(RecordingConnection connection) {
    assertTrue(here.explanations().disconnect(connection.user(), connection.id()));
    await().until(() -> connection.disconnect().isPresent());
  }

  private void assertNothingIsShown(RecordingConnection ann, RecordingConnection ben) {
    assertEquals(List.of(), ben.sent());
    assertEquals(List.of(), ann.sent());
    assertNull(redis.hget("page", "ann"), "The node restored the old page");
  }
}
