package io.pagenow.presence.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.model.Activity;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HubTest {

  private static final UserId ANN = new UserId("ann");
  private static final UserId BEN = new UserId("ben");
  private static final UserId ZOE = new UserId("zoe");

  private final Hub hub = new Hub();
  private final LatestEvents events =
      new LatestEvents(hub, event -> event.user() + " " + event.version());

  @Test
  void everyConnectionOfARecipientReceivesTheEvent() {
    RecordingConnection one = connect(ANN);
    RecordingConnection two = connect(ANN);
    RecordingConnection other = connect(BEN);

    events.deliver(update(ZOE, 1), () -> List.of(ANN, new UserId("nobody")));

    assertEquals(List.of("zoe 1"), one.sent());
    assertEquals(List.of("zoe 1"), two.sent());
    assertEquals(List.of(), other.sent());
  }

  @Test
  void aConnectionThatThrowsAnErrorIsClosedAndTheOthersReceiveTheEvent() {
    RecordingConnection ann = connect(ANN);
    RecordingConnection ben = connect(BEN);
    ann.failWith(new Error("by a test: an unpaired surrogate"));

    events.deliver(update(ZOE, 1), () -> List.of(ANN, BEN));
    hub.probe(-1, Long.MAX_VALUE, 0, 1);

    assertEquals(Disconnect.UNRESPONSIVE, ann.closed());
    assertEquals(List.of("zoe 1"), ben.sent());
    assertEquals(1, ben.pings());
  }

  @Test
  void aConnectionWhoseCloseThrowsDoesNotBlockTheOthers() {
    RecordingConnection ann = connect(ANN);
    RecordingConnection ben = connect(BEN);
    ann.failWith(new Error("by a test"));
    ann.failOnClose(new Error("by a test"));

    events.deliver(update(ZOE, 1), () -> List.of(ANN, BEN));
    ann.fallSilent(2);
    ben.fallSilent(2);
    hub.probe(-1, 1, 0, 1);

    assertEquals(List.of("zoe 1"), ben.sent());
    assertEquals(Disconnect.UNRESPONSIVE, ben.closed());
  }

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
  void anEventForOneRecipientDoesNotSuppressAnOlderOneForOthers() {
    RecordingConnection ann = connect(ANN);
    RecordingConnection ben = connect(BEN);

    events.deliverTo(ANN, update(ZOE, 9));
    events.deliver(update(ZOE, 5), () -> List.of(BEN));

    assertEquals(List.of("zoe 9"), ann.sent());
    assertEquals(List.of("zoe 5"), ben.sent());
  }

  @Test
  void anIntroductionIsSkippedIfANewerEventWasDelivered() {
    RecordingConnection ann = connect(ANN);
    RecordingConnection ben = connect(BEN);
    events.deliverAgain(ANN, update(ZOE, 5), () -> true);
    events.deliver(update(ZOE, 5), () -> List.of(BEN));
    events.deliverAgain(ANN, update(ZOE, 5), () -> true);
    events.deliverAgain(ANN, update(ZOE, 4), () -> true);

    assertEquals(List.of("zoe 5", "zoe 5"), ann.sent());
    assertEquals(
        List.of("zoe 5"), ben.sent(), "an introduction does not replace the event for all friends");
  }

  @Test
  void anIntroductionIsSkippedIfTheFriendshipHasEnded() {
    RecordingConnection ann = connect(ANN);

    events.deliverAgain(ANN, update(ZOE, 5), () -> false);

    assertEquals(List.of(), ann.sent());
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
              events.deliverTo(ANN, new TimedOut(ZOE, 0));
            });

    events.deliver(
        update(ZOE, 1),
        () -> {
          asked.countDown();
          return List.copyOf(friends);
        });
    end.join();
    events.deliver(update(ZOE, 2), () -> List.copyOf(friends));

    assertEquals("zoe 0", ann.sent().get(ann.sent().size() - 1));
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

  @Test
  void connectionsArePingedInParts() {
    List<RecordingConnection> all = IntStream.range(0, 10).mapToObj(i -> connect(ANN)).toList();

    hub.probe(0, Long.MAX_VALUE, 0, 5);
    assertEquals(2, all.stream().mapToInt(RecordingConnection::pings).sum());

    for (int part = 1; part < 5; part++) {
      hub.probe(0, Long.MAX_VALUE, part, 5);
    }
    all.forEach(connection -> assertEquals(1, connection.pings()));
  }

  @Test
  void aRemovedConnectionReceivesNothing() {
    RecordingConnection one = connect(ANN);
    RecordingConnection two = connect(ANN);

    assertTrue(hub.remove(one));
    assertFalse(hub.remove(one));
    events.deliver(update(ZOE, 1), () -> List.of(ANN));

    assertEquals(List.of(), one.sent());
    assertEquals(List.of("zoe 1"), two.sent());
  }

  @Test
  void aUserIsConnectedUntilTheLastConnectionIsRemoved() {
    RecordingConnection one = connect(ANN);
    RecordingConnection two = connect(ANN);
    assertEquals(2, hub.size());

    hub.remove(one);
    assertTrue(hub.isConnected(ANN));
    hub.remove(two);
    assertFalse(hub.isConnected(ANN));
    assertEquals(Set.of(), hub.users());
  }

  @Test
  void aReplyIsSentToOneConnectionOnly() {
    RecordingConnection one = connect(ANN);
    RecordingConnection two = connect(ANN);

    hub.reply(one, "no");

    assertEquals(List.of("no"), one.sent());
    assertEquals(List.of(), two.sent());
  }

  @Test
  void aConnectionIsClosedById() {
    RecordingConnection one = connect(ANN);
    RecordingConnection two = connect(ANN);

    hub.close(ANN, one.id(), Disconnect.IDLE);
    hub.close(BEN, two.id(), Disconnect.IDLE);

    assertEquals(Disconnect.IDLE, one.closed());
    assertNull(two.closed());
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private RecordingConnection connect(UserId user) {
    RecordingConnection connection = RecordingConnection.fast(hub.nextId(), user);
    hub.add(connection);
    return connection;
  }

  private static Updated update(UserId about, long version) {
    return new Updated(about, version, Activity.showing(Page.NONE));
  }
}
