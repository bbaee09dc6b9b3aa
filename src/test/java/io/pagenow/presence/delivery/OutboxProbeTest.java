package io.pagenow.presence.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which clients an outbox pings, and which it closes. */
class OutboxProbeTest extends Outboxes {

  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

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
}
