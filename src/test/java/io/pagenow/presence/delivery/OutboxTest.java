package io.pagenow.presence.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.delivery.Message.Kind;
import io.pagenow.presence.metrics.DeliveryMeters;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order in which messages to one connection are sent. */
class OutboxTest extends Outboxes {

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
    offer(message(Kind.FRIENDSHIP_ENDED, "ann", 0));
    slow.finish();

    assertEquals(List.of("zoe 1", "ann 0"), slow.sent());
  }

  @Test
  void repliesAreSentBeforeEventsAndAreBounded() {
    offer(message("zoe", 1));
    offer(message("ann", 1));
    for (int i = 0; i < 100; i++) {
      outbox.reply("reply " + i, "behind");
    }
    for (int i = 0; i < 17; i++) {
      slow.finish();
    }

    assertEquals(18, slow.sent().size());
    assertEquals("behind", slow.sent().get(1));
    assertEquals("behind", slow.sent().get(16));
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
  void aReplyTellsWhetherMessagesWait() {
    offer(message("ann", 1));
    outbox.reply("first", "behind");
    offer(message("ben", 1));
    outbox.reply("second", "behind");
    for (int i = 0; i < 3; i++) {
      slow.finish();
    }

    assertEquals(List.of("ann 1", "first", "behind", "ben 1"), slow.sent());
  }

  @Test
  void aNewFriendComesBeforeTheNewerEventsOfTheFriend() {
    offer(message("zoe", 1));
    offer(message("ann", 1));
    offer(message("ben", 9));
    offer(message(Kind.FRIENDSHIP_BEGAN, "ann", 5));
    offer(message(Kind.FRIENDSHIP_BEGAN, "ben", 5));
    for (int i = 0; i < 4; i++) {
      slow.finish();
    }

    assertEquals(List.of("zoe 1", "ann 5", "ben 5", "ben 9"), slow.sent());
  }
}
