package io.pagenow.presence.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

  @Test
  void everyConnectionOfARecipientReceivesTheEvent() {
    RecordingConnection one = connect(ANN);
    RecordingConnection two = connect(ANN);
    RecordingConnection other = connect(BEN);

    hub.deliver(message(ZOE, 1), () -> List.of(ANN, new UserId("nobody")));

    assertEquals(List.of("zoe 1"), one.sent());
    assertEquals(List.of("zoe 1"), two.sent());
    assertEquals(List.of(), other.sent());
  }

  @Test
  void aConnectionThatThrowsAnErrorIsClosedAndTheOthersReceiveTheEvent() {
    RecordingConnection ann = connect(ANN);
    RecordingConnection ben = connect(BEN);
    ann.failWith(new Error("by a test: an unpaired surrogate"));

    hub.deliver(message(ZOE, 1), () -> List.of(ANN, BEN));
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

    hub.deliver(message(ZOE, 1), () -> List.of(ANN, BEN));
    ann.fallSilent(2);
    ben.fallSilent(2);
    hub.probe(-1, 1, 0, 1);

    assertEquals(List.of("zoe 1"), ben.sent());
    assertEquals(Disconnect.UNRESPONSIVE, ben.closed());
  }

  @Test
  void anOlderEventOfAUserIsNotDeliveredAfterANewerOne() {
    RecordingConnection ann = connect(ANN);

    hub.deliver(message(ZOE, 2), () -> List.of(ANN));
    hub.deliver(message(ZOE, 1), () -> List.of(ANN));
    hub.deliver(message(ZOE, 2), () -> List.of(ANN));
    hub.deliver(message(BEN, 1), () -> List.of(ANN));

    assertEquals(List.of("zoe 2", "ben 1"), ann.sent());
  }

  @Test
  void anEventForOneRecipientDoesNotSuppressAnOlderOneForOthers() {
    RecordingConnection ann = connect(ANN);
    RecordingConnection ben = connect(BEN);

    hub.sendTo(ANN, message(ZOE, 9));
    hub.deliver(message(ZOE, 5), () -> List.of(BEN));

    assertEquals(List.of("zoe 9"), ann.sent());
    assertEquals(List.of("zoe 5"), ben.sent());
  }

  @Test
  void anIntroductionIsSkippedIfANewerEventWasDelivered() {
    RecordingConnection ann = connect(ANN);
    RecordingConnection ben = connect(BEN);
    hub.deliverCurrent(ANN, message(ZOE, 5), () -> true);
    hub.deliver(message(ZOE, 5), () -> List.of(BEN));
    hub.deliverCurrent(ANN, message(ZOE, 5), () -> true);
    hub.deliverCurrent(ANN, message(ZOE, 4), () -> true);

    assertEquals(List.of("zoe 5", "zoe 5"), ann.sent());
    assertEquals(
        List.of("zoe 5"), ben.sent(), "an introduction does not replace the event for all friends");
  }

  @Test
  void anIntroductionIsSkippedIfTheFriendshipHasEnded() {
    RecordingConnection ann = connect(ANN);

    hub.deliverCurrent(ANN, message(ZOE, 5), () -> false);

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
              hub.sendTo(ANN, new Message(ZOE, 0, false, "no friend"));
            });

    hub.deliver(
        message(ZOE, 1),
        () -> {
          asked.countDown();
          return List.copyOf(friends);
        });
    end.join();
    hub.deliver(message(ZOE, 2), () -> List.copyOf(friends));

    assertEquals("no friend", ann.sent().get(ann.sent().size() - 1));
  }

  @Test
  void theVersionShownLastIsKnownUntilItIsDropped() {
    connect(ANN);
    hub.deliver(message(ZOE, 5), () -> List.of(ANN));
    hub.deliver(message(BEN, 6), () -> List.of(ANN));
    hub.deliver(new Message(BEN, 7, false, "offline"), () -> List.of(ANN));
    assertEquals(5, hub.shown(ZOE));
    assertEquals(0, hub.shown(BEN));
    assertEquals(0, hub.shown(ANN));

    hub.retainVersionsOf(BEN::equals);
    assertEquals(0, hub.shown(ZOE));
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
    hub.deliver(message(ZOE, 1), () -> List.of(ANN));

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

  private static Message message(UserId about, long version) {
    return new Message(about, version, true, about + " " + version);
  }
}
