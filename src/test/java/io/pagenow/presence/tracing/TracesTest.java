package io.pagenow.presence.tracing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.util.SafeEncoder;

/** Records traces as an agent would, in memory. */
@ExtendWith(Stores.class)
class TracesTest {

  private static final UserId ANN = new UserId("ann");
  private static final UserId BEN = new UserId("ben");

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();

  @AfterEach
  void close() {
    GlobalOpenTelemetry.resetForTest();
  }

  @Test
  void oneTraceLeadsFromTheUpdateToTheSocketsOfBothNodes(Stores stores) throws Exception {
    record();
    String message = update(stores);
    assertTrue(message.contains(Traces.FIELD), message);

    await().until(() -> named("socket write").size() == 2);
    List<SpanData> all = spans.getFinishedSpanItems();
    Map<String, SpanData> byId = new HashMap<>();
    all.forEach(span -> byId.put(span.getSpanId(), span));
    assertEquals(1, all.stream().map(SpanData::getTraceId).collect(Collectors.toSet()).size());
    assertEquals(
        Set.of("update", "update > script", "update > inbox"),
        all.stream()
            .filter(span -> !span.getName().equals("socket write"))
            .map(span -> path(span, byId))
            .collect(Collectors.toSet()));
    assertEquals(
        Set.of("update > socket write", "update > inbox > socket write"),
        named("socket write").stream().map(span -> path(span, byId)).collect(Collectors.toSet()));
    assertTrue(all.stream().allMatch(span -> span.getAttributes().isEmpty()));
  }

  @Test
  void withoutAnAgentNothingIsRecordedAndNoEntryHasATrace(Stores stores) throws Exception {
    String message = update(stores);

    assertFalse(message.contains(Traces.FIELD), message);
    assertEquals(List.of(), spans.getFinishedSpanItems());
  }

  private void record() {
    GlobalOpenTelemetry.resetForTest();
    GlobalOpenTelemetry.set(
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .build());
  }

  /**
   * Lets a user on one node update the page for a friend on another one. Returns the message to
   * that node.
   */
  private String update(Stores stores) throws Exception {
    stores.people().add(ANN, BEN);
    stores.people().befriend(ANN, BEN);
    try (TestNode here = new TestNode(stores);
        TestNode there = new TestNode(stores);
        Jedis program = new Jedis("127.0.0.1", stores.redisPort())) {
      String channel = "presence:inbox:" + there.hub().node();
      // Otherwise the program would get the event instead of the node.
      await().until(() -> program.pubsubNumSub(channel).equals(Map.of(channel, 1L)));
      Connection messages = program.getConnection();
      messages.sendCommand(Command.SUBSCRIBE, channel);
      assertNotNull(messages.getOne());
      RecordingConnection friend = there.connect(BEN);
      RecordingConnection own = here.connect(ANN);
      spans.reset();
      here.presence()
          .update(own, Pages.of("https://example.com/", "Example"))
          .toCompletableFuture()
          .join();
      await().until(() -> !friend.sent().isEmpty());
      assertFalse(own.sent().isEmpty());
      // Probes come between.
      return Stream.generate(messages::getOne)
          .map(message -> SafeEncoder.encodeObject(message).toString())
          .limit(60)
          .filter(message -> message.contains("update"))
          .findFirst()
          .orElseThrow();
    }
  }

  private List<SpanData> named(String name) {
    return spans.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .toList();
  }

  private static String path(SpanData span, Map<String, SpanData> byId) {
    SpanData parent = byId.get(span.getParentSpanId());
    return parent == null ? span.getName() : path(parent, byId) + " > " + span.getName();
  }
}
