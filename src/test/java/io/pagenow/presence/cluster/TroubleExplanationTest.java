package io.pagenow.presence.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.testing.CuttableProxy;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import io.pagenow.presence.testing.Transitions;
import io.pagenow.presence.testing.TwoNodes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For each trouble with Redis, and each client at fault, the explanation names the true cause. */
@ExtendWith(Stores.class)
class TroubleExplanationTest extends TwoNodes {

  private static final int NORMAL = 1000;

  @Test
  void aRedisThatLostItsData() {
    there.connect(ANN);
    there.renewLease();
    stores.flush();

    there.renewLease();

    assertEquals(List.of("restored node"), causes());
    assertEquals(1, here.explanations().explain(ANN).connections().size());
  }

  @Test
  void aNodeThatLostRedis() throws Exception {
    CuttableProxy proxy = CuttableProxy.to(stores.redisPort());
    try (TestNode node = new TestNode(stores, Stores.settings(proxy, proxy))) {
      update(node, node.connect(ANN), PAGE);
      proxy.cut();
      assertThrows(UnavailableException.class, node::renewLease);
      expireLease(node);
      runEightRounds(here);
      assertEquals(List.of("offline node-dead", "closed node-dead", "opened handshake"), causes());
      assertEquals(1, here.reapedNodes());

      proxy.restore();

      await().ignoreException(UnavailableException.class).until(() -> renews(node));
      assertEquals("restored node", causes().get(0));
    } finally {
      proxy.close();
    }
  }

  private static boolean renews(TestNode node) {
    node.renewLease();
    return true;
  }

  @Test
  void aCloseThatRedisConfirmsAfterAnOutage() throws Exception {
    CuttableProxy proxy = CuttableProxy.to(stores.redisPort());
    try (TestNode node = new TestNode(stores, Stores.settings(proxy, proxy))) {
      RecordingConnection ann = node.connect(ANN);
      update(node, ann, PAGE);
      proxy.cut();
      node.presence().close(ann, Departure.CLOSED, NORMAL);
      assertEquals(List.of("opened handshake"), causes());

      proxy.restore();

      await()
          .untilAsserted(
              () -> {
                node.presence().retryPendingWrites();
                assertEquals(
                    List.of("offline closed", "closed client 1000", "opened handshake"), causes());
              });
    } finally {
      proxy.close();
    }
  }

  /** A client at fault is not taken for a broken network, nor for a client that leaves. */
  @ParameterizedTest
  @CsvSource({
    "TOO_MANY_MESSAGES, closed too-many-messages 1008",
    "MESSAGE_TOO_BIG, closed message-too-big 1009",
    "OTHER_USER, closed token-of-another-user 4009",
    "TRY_AGAIN_LATER, closed try-again-later 1013"
  })
  void aNodeThatClosesTheConnectionOfOneClient(Disconnect reason, String cause) {
    RecordingConnection other = there.connect(ANN);
    RecordingConnection ann = there.connect(ANN);
    update(there, other, PAGE);
    ann.close(reason);
    there.presence().close(ann, Departure.BROKEN, reason.code());
    there.store().connectionsOf(ANN).toCompletableFuture().join();

    assertEquals(List.of(cause, "opened handshake", "opened handshake"), causes());
    assertTrue(here.explanations().explain(ANN).online(), "by the other connection");
  }

  private List<String> causes() {
    return Transitions.texts(here.explanations().explain(ANN));
  }
}
