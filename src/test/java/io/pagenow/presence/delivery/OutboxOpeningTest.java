package io.pagenow.presence.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.pagenow.presence.metrics.DeliveryMeters;
import io.pagenow.presence.model.ProtocolVersion;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** The first messages of a version 2 connection. */
class OutboxOpeningTest extends Outboxes {

  @Test
  void aVersionTwoConnectionGetsNothingBeforeItsFirstMessages() {
    RecordingConnection second = RecordingConnection.fast(ID, READER, ProtocolVersion.V2);
    Outbox held = new Outbox(second, DeliveryMeters.none());
    offer(held, message("ann", 1));
    held.reply("reply", "behind");
    offer(held, message("ann", 2));
    assertEquals(List.of(), second.sent());

    held.open(new FirstMessages("welcome", "state"));

    assertEquals(List.of("welcome", "state", "behind", "ann 2"), second.sent());
  }

  @Test
  void oneSendMayTakeEverythingInTheSameOrder() {
    Outbox held =
        new Outbox(RecordingConnection.slow(ID, READER, ProtocolVersion.V2), DeliveryMeters.none());
    offer(held, message("ann", 1));
    held.reply("reply", "behind");
    held.open(new FirstMessages("welcome", "state"));

    // The connection has taken the first text.
    assertEquals("state", held.next());
    assertEquals("behind", held.next());
    assertEquals("ann 1", held.next());
    assertNull(held.next());
  }

  @Test
  void theFirstMessagesAreReleasedIfTheConnectionIsRemoved() {
    Outbox held =
        new Outbox(RecordingConnection.slow(ID, READER, ProtocolVersion.V2), DeliveryMeters.none());
    FirstMessages before = new FirstMessages("welcome", "state");
    held.open(before);
    held.discard();
    FirstMessages after = new FirstMessages("welcome");
    held.open(after);

    assertFalse(before.hasNext());
    assertFalse(after.hasNext());
  }

  /** The first messages of a connection. */
  private static final class FirstMessages implements Opening {
    private final Queue<String> texts;

    FirstMessages(String... texts) {
      this.texts = new ArrayDeque<>(List.of(texts));
    }

    @Override
    public boolean hasNext() {
      return !texts.isEmpty();
    }

    @Override
    public String next() {
      return texts.remove();
    }

    @Override
    public void close() {
      texts.clear();
    }
  }
}
