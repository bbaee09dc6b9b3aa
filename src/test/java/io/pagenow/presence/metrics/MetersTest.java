package io.pagenow.presence.metrics;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Timer;
import io.pagenow.presence.metrics.ClientMeters.MessageType;
import io.pagenow.presence.metrics.ClientMeters.TokenFlaw;
import io.pagenow.presence.protocol.ErrorCode;
import io.pagenow.presence.testing.MetricText;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetersTest {

  private final Meters meters = Meters.recording();

  @Test
  void timesAreHistogramsWithBoundsInSeconds() {
    Timer timer = meters.timer("presence.test", "A test");
    timer.record(Duration.ofMillis(30));
    timer.record(Duration.ofSeconds(7));

    MetricText text = MetricText.of(meters);
    assertEquals(0, text.value("presence_test_seconds_bucket", "le=\"0.025\""));
    assertEquals(1, text.value("presence_test_seconds_bucket", "le=\"0.05\""));
    assertEquals(1, text.value("presence_test_seconds_bucket", "le=\"5.0\""));
    assertEquals(2, text.value("presence_test_seconds_bucket", "le=\"10.0\""));
    assertEquals(2, text.value("presence_test_seconds_count"));
    assertEquals(7.03, text.value("presence_test_seconds_sum"), 0.001);
  }

  @Test
  void sizesAreHistograms() {
    meters.sizes("presence.test", "A test").record(3);

    MetricText text = MetricText.of(meters);
    assertEquals(0, text.value("presence_test_bucket", "le=\"2.0\""));
    assertEquals(1, text.value("presence_test_bucket", "le=\"5.0\""));
  }

  @Test
  void rowsOfAGaugeAreReplaced() {
    Rows rows = new Rows(meters, "presence.test", "A test", "loop");
    rows.show(Map.of("a", 1, "b", 0));
    rows.show(Map.of("b", 1));

    MetricText text = MetricText.of(meters);
    assertEquals(1, text.value("presence_test"));
    assertEquals(1, text.value("presence_test", "loop=\"b\""));
  }

  /** The page for operators shows these also if nobody reads the metrics. */
  @Test
  void slowCallsAndDeadNodesCountWithoutASecret() {
    StoreMeters stores = StoreMeters.none();
    ClusterMeters cluster = ClusterMeters.none();
    stores.query(MILLISECONDS.toNanos(200), true);
    stores.query(MILLISECONDS.toNanos(201), true);
    stores.query(MILLISECONDS.toNanos(201), false);
    stores.roundTrip(MILLISECONDS.toNanos(100), true);
    stores.roundTrip(MILLISECONDS.toNanos(101), false);
    cluster.reapedNode();

    assertEquals(2, stores.slowQueries());
    assertEquals(1, stores.slowRoundTrips());
    assertEquals(1, cluster.reapedNodes());
  }

  @Test
  void theProcessIsMeasuredToo() {
    MetricText text = MetricText.of(meters);
    assertTrue(text.value("jvm_memory_used_bytes", "area=\"heap\"") > 0);
    assertTrue(text.value("process_uptime_seconds") > 0);
    assertTrue(text.value("process_files_open_files") > 0);
    assertTrue(text.names().contains("process_cpu_usage"));
  }

  @Test
  void nothingIsRecordedIfNobodyMayReadIt() {
    Meters none = Meters.none();
    none.counter("presence.test", "A test").increment();

    assertThrows(IllegalStateException.class, () -> none.write(OutputStream.nullOutputStream()));
  }

  @Test
  void messagesAreCountedByTypeAndResult() {
    ClientMeters clients = new ClientMeters(meters);
    clients.handled(MessageType.UPDATE, true);
    clients.handled(MessageType.UPDATE, true);
    clients.handled(MessageType.HEARTBEAT, false);
    clients.refused(ErrorCode.TOO_MANY_MESSAGES);
    clients.refused(TokenFlaw.EXPIRED);

    MetricText text = MetricText.of(meters);
    assertEquals(
        2, text.value("presence_messages_total", "type=\"update\"", "result=\"recorded\""));
    assertEquals(
        1, text.value("presence_messages_total", "type=\"heartbeat\"", "result=\"unrecorded\""));
    assertEquals(1, text.value("presence_messages_refused_total", "code=\"too-many-messages\""));
    assertEquals(1, text.value("presence_messages_refused_total"));
    assertEquals(1, text.value("presence_token_refusals_total", "reason=\"expired\""));
  }

  /** A client chooses the code of its close frame, and each value of a tag takes memory. */
  @Test
  void closeCodesOfClientsMakeNoMoreThanOneOtherCounter() {
    ClientMeters clients = new ClientMeters(meters);
    clients.closed(1000);
    for (int code = 3000; code < 4000; code++) {
      clients.closed(code);
    }

    MetricText text = MetricText.of(meters);
    assertEquals(1, text.value("presence_connections_closed_total", "code=\"1000\""));
    assertEquals(1_000, text.value("presence_connections_closed_total", "code=\"other\""));
    assertEquals(1_001, text.value("presence_connections_closed_total"));
  }

  @Test
  void theAgeOfAnEventIsMeasuredByTheClockOfTheStore() {
    long now = 1_000_000_000L;
    StoreTime time = new StoreTime();
    DeliveryMeters deliveries = new DeliveryMeters(meters, time);
    deliveries.delivered(now - 20_000, DeliveryMeters.Source.HERE); // The clock is unknown yet.
    time.follow(() -> now);
    deliveries.delivered(now - 20_000, DeliveryMeters.Source.HERE);
    deliveries.delivered(now + 5_000, DeliveryMeters.Source.INBOX); // Events are never negative.
    deliveries.delivered(0, DeliveryMeters.Source.HERE); // A reply has no version.

    MetricText text = MetricText.of(meters);
    assertEquals(4, text.value("presence_deliveries_total"));
    assertEquals(1, text.value("presence_event_age_seconds_count", "source=\"here\""));
    assertEquals(0.02, text.value("presence_event_age_seconds_sum", "source=\"here\""), 1e-6);
    assertEquals(0, text.value("presence_event_age_seconds_sum", "source=\"inbox\""), 1e-6);
    assertEquals(1, text.value("presence_event_age_seconds_count", "source=\"inbox\""));
  }
}
