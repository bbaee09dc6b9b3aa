package io.pagenow.presence.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.delivery.event.FriendshipDelivery;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.UserId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/**
 * Events of a user that are older than the one that was delivered, or come after the friendship.
 */
class EventOrderTest extends Deliveries {

  @Test
  void anOlderEventOfAUserIsNotDeliveredAfterANewerOne() {
    RecordingConnection ann = connect(ANN);

    events.deliver(update(ZOE, 2), () -> List.of(ANN));
    events.deliver(update(ZOE, 1), () -> List.of(ANN));
    events.deliver(update(ZOE, 2), () -> List.of(ANN));
    events.deliver(update(BEN, 1), () -> List.of(ANN));

    assertEquals(List.of("zoe 2", "ben 1"), ann.sent());
  }

  @Test
  void noEventIsDeliveredAfterTheEndOfAFriendship() throws Exception {
    RecordingConnection ann = connect(ANN);
    Set<UserId> friends = ConcurrentHashMap.newKeySet();
    friends.add(ANN);
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<Void> end =
        CompletableFuture.runAsync(
            () -> {
              awaitUninterruptibly(asked);
              friends.remove(ANN);
              new FriendshipDelivery(events).deliverEnd(ANN, ZOE);
            });

    events.deliver(
        update(ZOE, 1),
        () -> {
          asked.countDown();
          return List.copyOf(friends);
        });
    end.join();
    events.deliver(update(ZOE, 2), () -> List.copyOf(friends));

    assertEquals(
        "{\"type\":\"presence-timeout\",\"userId\":\"zoe\"}",
        ann.sent().get(ann.sent().size() - 1));
  }

  @Test
  void theVersionShownLastIsKnownUntilItIsDropped() {
    connect(ANN);
    events.deliver(update(ZOE, 5), () -> List.of(ANN));
    events.deliver(update(BEN, 6), () -> List.of(ANN));
    events.deliver(new TimedOut(BEN, 7), () -> List.of(ANN));
    assertEquals(5, events.shown(ZOE));
    assertEquals(0, events.shown(BEN));
    assertEquals(0, events.shown(ANN));

    events.retain(BEN::equals);
    assertEquals(0, events.shown(ZOE));
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
