package io.pagenow.presence.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.model.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The connections of a node: which receive an event, a ping or a close. */
class HubTest extends Deliveries {

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
  void connectionsWhoseTokensEndedAreClosedAFewAtATime() {
    Instant now = Instant.parse("2026-11-27T12:00:00Z");
    List<RecordingConnection> ended = List.of(connect(ANN), connect(BEN), connect(ZOE));
    RecordingConnection open = connect(ANN);
    ended.forEach(connection -> connection.endAt(now));
    open.endAt(now.plusMillis(1));

    hub.closeEnded(now.minusMillis(1), 2);
    assertTrue(ended.stream().allMatch(connection -> connection.closed() == null));

    hub.closeEnded(now, 2);
    List<RecordingConnection> closed =
        ended.stream().filter(connection -> connection.closed() != null).toList();
    assertEquals(2, closed.size());
    assertEquals(Disconnect.TOKEN_EXPIRED, closed.get(0).closed());
    closed.forEach(hub::remove);

    hub.closeEnded(now, 2);
    assertTrue(ended.stream().allMatch(connection -> connection.closed() != null));
    assertNull(open.closed());
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
  void connectionsArePingedInParts() {
    List<RecordingConnection> all =
        IntStream.range(0, 100).mapToObj(i -> connect(new UserId("user-" + i))).toList();

    hub.probe(0, Long.MAX_VALUE, 0, 5);
    int first = all.stream().mapToInt(RecordingConnection::pings).sum();
    assertTrue(first >= 20 && first < 25, first + " of 100");

    for (int part = 1; part < 5; part++) {
      hub.probe(0, Long.MAX_VALUE, part, 5);
    }
    all.forEach(connection -> assertEquals(1, connection.pings()));
  }

  @Test
  void aSeriesOfPingsChecksTheConnectionsThatTheOneBeforeDidNot() {
    List<RecordingConnection> all =
        IntStream.range(0, 100).mapToObj(i -> connect(new UserId("user-" + i))).toList();
    hub.probe(0, Long.MAX_VALUE, 0, 5);

    hub.probe(0, Long.MAX_VALUE, 0, 1);

    assertEquals(List.of(), all.stream().filter(connection -> connection.pings() == 0).toList());
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

    hub.reply(one, "no", "no");

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
}
