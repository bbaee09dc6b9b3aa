package io.pagenow.presence.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.pagenow.presence.metrics.DeliveryMeters;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.NodeId;
import io.pagenow.presence.model.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutboxTest {

  private static final UserId READER = new UserId("reader");
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);
  private static final ConnectionId ID = new ConnectionId(new NodeId("n"), 1);

  private final RecordingConnection slow = RecordingConnection.slow(ID, READER);
  private final Outbox outbox = new Outbox(slow, DeliveryMeters.none());
  private final List<Outbox> ready = new ArrayList<>();

  @Test
  void aMessageIsSentAtOnceIfNothingIsInFlight() {
    offer(message("ann", 1));

    assertEquals(List.of("ann 1"), slow.sent());
  }

  @Test
  void oneSendIsInFlightAtATime() {
    offer(message("ann", 1));
    offer(message("ben", 1));
    assertEquals(List.of("ann 1"), slow.sent());

    slow.finish();
    assertEquals(List.of("ann 1", "ben 1"), slow.sent());
  }

  @Test
  void aWaitingEventIsReplacedByANewerOneOfTheSameUser() {
    offer(message("zoe", 1));
    offer(message("ann", 1));
    offer(message("ben", 1));
    offer(message("ann", 3));
    offer(message("ann", 2));
    for (int i = 0; i < 3; i++) {
      slow.finish();
    }

    assertEquals(List.of("zoe 1", "ann 3", "ben 1"), slow.sent());
  }

  @Test
  void aReplacingEventIsSentRegardlessOfItsVersion() {
    offer(message("zoe", 1));
    offer(message("ann", 7));
    outbox.replace(message("ann", 0), ready);
    slow.finish();

    assertEquals(List.of("zoe 1", "ann 0"), slow.sent());
  }

  @Test
  void repliesAreSentBeforeEventsAndAreBounded() {
    offer(message("zoe", 1));
    offer(message("ann", 1));
    for (int i = 0; i < 100; i++) {
      outbox.reply("reply " + i);
    }
    for (int i = 0; i < 17; i++) {
      slow.finish();
    }

    assertEquals(18, slow.sent().size());
    assertEquals("reply 0", slow.sent().get(1));
    assertEquals("reply 15", slow.sent().get(16));
    assertEquals("ann 1", slow.sent().get(17));
  }

  @Test
  void manyMessagesToAFastClientNeedNoDeepStack() {
    RecordingConnection fast = RecordingConnection.fast(ID, READER);
    Outbox quick = new Outbox(fast, DeliveryMeters.none());
    for (int i = 0; i < 100_000; i++) {
      offer(quick, message("user" + i, 1));
    }
    assertEquals(100_000, fast.sent().size());
  }

  @Test
  void aLongQueueToAClientThatCatchesUpNeedsNoDeepStack() {
    for (int i = 0; i < 20_000; i++) {
      offer(message("user" + i, 1));
    }
    for (int i = 0; i < 20_000; i++) {
      slow.finish();
    }
    assertEquals(20_000, slow.sent().size());
  }

  @Test
  void aFailedSendClosesTheConnection() {
    offer(message("ann", 1));
    offer(message("ben", 1));
    slow.fail();

    assertEquals(List.of("ann 1"), slow.sent());
    assertEquals(Disconnect.UNRESPONSIVE, slow.closed());
  }

  @Test
  void aClientIsPingedOnlyIfNothingIsInFlight() {
    outbox.probe(0, HOUR);
    assertEquals(1, slow.pings());

    offer(message("ann", 1));
    outbox.probe(0, HOUR);
    assertEquals(1, slow.pings());
  }

  @Test
  void aClientThatSentAMessageJustNowIsNotPinged() {
    slow.fallSilent(HOUR - 1);
    outbox.probe(HOUR, 3 * HOUR);
    assertEquals(0, slow.pings());

    slow.fallSilent(HOUR);
    outbox.probe(HOUR, 3 * HOUR);
    assertEquals(1, slow.pings());
  }

  @Test
  void aSilentClientIsClosedEvenIfASendIsInFlight() {
    offer(message("ann", 1));
    slow.fallSilent(HOUR);
    outbox.probe(0, HOUR);
    assertNull(slow.closed());

    slow.fallSilent(HOUR + 1);
    outbox.probe(0, HOUR);
    assertEquals(Disconnect.UNRESPONSIVE, slow.closed());
  }

  @Test
  void aClientThatSendsButNeverReadsIsClosed() {
    offer(message("ann", 1));
    outbox.probe(0, 0);

    assertEquals(Disconnect.UNRESPONSIVE, slow.closed());
  }

  private void offer(Message message) {
    offer(outbox, message);
  }

  private void offer(Outbox to, Message message) {
    to.offer(message, ready);
    ready.forEach(Outbox::send);
    ready.clear();
  }

  private static Message message(String about, long version) {
    return new Message(
        new UserId(about), version, about + " " + version, DeliveryMeters.Source.HERE, null);
  }
}
