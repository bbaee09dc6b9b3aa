package io.pagenow.presence.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.delivery.event.LatestEvents;
import io.pagenow.presence.metrics.DeliveryMeters;
import io.pagenow.presence.metrics.Meters;
import io.pagenow.presence.metrics.StoreTime;
import io.pagenow.presence.testing.MetricText;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryMetersTest {

  private static final String AGES = "presence_event_age_seconds_count";

  private final Meters meters = Meters.recording();
  private final StoreTime time = new StoreTime();
  private final Hub hub = new Hub(new DeliveryMeters(meters, time));
  private final LatestEvents events =
      new LatestEvents(hub, (event, protocol) -> event.user() + " " + event.version());

  @Test
  void writesToSocketsAreCountedByTheWayOfTheirEvent() {
    time.follow(() -> 1_000);
    hub.add(RecordingConnection.fast(hub.nextId(), Deliveries.ANN));
    hub.add(RecordingConnection.fast(hub.nextId(), Deliveries.BEN));

    events.deliver(Deliveries.update(Deliveries.ANN, 1), () -> List.of(Deliveries.BEN));
    events.deliverFromInbox(Deliveries.update(Deliveries.ZOE, 1), () -> List.of(Deliveries.BEN));

    assertEquals(3, metric("presence_deliveries_total"));
    assertEquals(2, metric(AGES, "source=\"here\""));
    assertEquals(1, metric(AGES, "source=\"inbox\""));
  }

  @Test
  void outdatedEventsAreCounted() {
    hub.add(RecordingConnection.fast(hub.nextId(), Deliveries.ANN));
    events.deliver(Deliveries.update(Deliveries.ANN, 2), List::of);
    events.deliver(Deliveries.update(Deliveries.ANN, 1), List::of);

    assertEquals(1, metric("presence_messages_dropped_total", "reason=\"outdated\""));
    assertEquals(1, metric("presence_deliveries_total"));
  }

  @Test
  void whatWaitsForASlowClientIsMeasured() {
    RecordingConnection slow = RecordingConnection.slow(hub.nextId(), Deliveries.ANN);
    hub.add(slow);
    for (int version = 1; version <= 4; version++) {
      events.deliver(Deliveries.update(Deliveries.ANN, version), List::of);
    }
    assertEquals(2, metric("presence_events_conflated_total"));
    assertEquals(3, metric("presence_outbox_waiting_count"));
    assertEquals(0, metric("presence_deliveries_total"));

    slow.finish();
    slow.finish();
    assertEquals(2, metric("presence_deliveries_total"));
  }

  @Test
  void repliesThatAClientDoesNotReadAreCounted() {
    RecordingConnection slow = RecordingConnection.slow(hub.nextId(), Deliveries.ANN);
    hub.add(slow);
    for (int i = 0; i < 20; i++) {
      hub.reply(slow, "reply", "reply");
    }
    // One is in flight, and sixteen wait.
    assertEquals(3, metric("presence_messages_dropped_total", "reason=\"replies\""));
  }

  @Test
  void failedSendsAreCounted() {
    RecordingConnection slow = RecordingConnection.slow(hub.nextId(), Deliveries.ANN);
    hub.add(slow);
    hub.reply(slow, "reply", "reply");
    slow.fail();

    assertEquals(1, metric("presence_send_failures_total"));
    assertEquals(0, metric("presence_deliveries_total"));
  }

  private double metric(String name, String... labels) {
    return MetricText.of(meters).value(name, labels);
  }
}
