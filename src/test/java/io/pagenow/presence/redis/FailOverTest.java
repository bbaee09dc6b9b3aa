package io.pagenow.presence.redis;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.local.FreePort;
import io.pagenow.presence.local.LocalRedis;
import io.pagenow.presence.local.Parts;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.testing.CuttableProxy;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.util.SafeEncoder;

/**
 * A replica is promoted, and the old primary becomes its replica. Both servers answer. Existing
 * connections stay with the old primary, and new ones reach the new primary.
 */
@ExtendWith(Stores.class)
class FailOverTest {

  private static final Duration RECOVERY = Duration.ofSeconds(10);
  private static final UserId ANN = new UserId("ann");
  private static final UserId BEN = new UserId("ben");

  private final Parts parts = new Parts();
  private final AtomicInteger pages = new AtomicInteger();
  private LocalRedis old;
  private LocalRedis next;
  private CuttableProxy endpoint;
  private RedisClient redis;
  private TestNode here;
  private TestNode there;

  @BeforeEach
  void start(Stores stores, @TempDir Path directory) throws Exception {
    old = parts.start(() -> LocalRedis.start(directory.resolve("old")));
    next = parts.start(() -> LocalRedis.start(directory.resolve("next")));
    next.follow(old.port());
    endpoint = parts.start(() -> CuttableProxy.to(old.port()));
    redis = parts.start(() -> RedisClient.create("127.0.0.1", next.port()));
    here = parts.start(() -> new TestNode(stores, Stores.settings(endpoint, endpoint)));
    there = parts.start(() -> new TestNode(stores, Stores.settings(endpoint, endpoint)));
    stores.people().add(ANN, BEN);
    stores.people().befriend(ANN, BEN);
  }

  @AfterEach
  void stop() {
    parts.close();
  }

  @Test
  void nodesSwitchToTheNewPrimaryThoughTheOldOneAnswersAsItsReplica() {
    RecordingConnection ann = here.connect(ANN);
    RecordingConnection ben = there.connect(BEN);
    untilReaches(ann, ben);

    next.promote();
    old.follow(next.port());
    endpoint.divert(next.port());

    untilReaches(ann, ben);
    await()
        .atMost(RECOVERY)
        .ignoreExceptions()
        .until(
            () -> {
              // Each node checks this periodically.
              here.renewLease();
              there.renewLease();
              return usersOf(old) == 0;
            });
  }

  @Test
  void anEmptyInboxSwitchesToTheNewPrimaryThoughTheOldOneIsDisconnectedFromIt() throws Exception {
    RecordingConnection ann = here.connect(ANN);
    RecordingConnection ben = there.connect(BEN);
    untilReaches(ann, ben);

    next.promote();
    old.follow(FreePort.find());
    endpoint.divert(next.port());

    untilReaches(ann, ben);
  }

  @Test
  void aStreamIsReadThoughTheNewPrimaryAssignsLowerEntryIds() {
    RecordingConnection ann = here.connect(ANN);
    RecordingConnection ben = there.connect(BEN);
    List<RecordingConnection> closed = Stream.generate(() -> there.connect(BEN)).limit(3).toList();
    untilReaches(ann, ben);
    await().until(() -> closed.stream().allMatch(this::isReplicated));

    next.promote();
    disconnectByTheStream(closed.get(0));
    letClockRunAhead(old, "presence:inbox:" + there.hub().node().value());
    disconnectByTheStream(closed.get(1));
    old.follow(next.port());
    endpoint.divert(next.port());
    untilReaches(ann, ben);

    disconnectByTheStream(closed.get(2));
  }

  private boolean isReplicated(RecordingConnection connection) {
    return redis.hexists("presence_connection_user", connection.id().toString());
  }

  private void disconnectByTheStream(RecordingConnection connection) {
    assertTrue(here.explanations().disconnect(BEN, connection.id()));
    await().atMost(RECOVERY).until(() -> connection.disconnect().isPresent());
  }

  /** Sets the last id of the stream one hour ahead, so that all later entries have greater ids. */
  private static void letClockRunAhead(LocalRedis server, String stream) {
    try (Jedis client = new Jedis("127.0.0.1", server.port())) {
      StreamEntryID last = client.xinfoStream(stream).getLastGeneratedId();
      long hour = Duration.ofHours(1).toMillis();
      StreamEntryID next = new StreamEntryID(last.getTime() + hour, 0);
      client.sendCommand(() -> SafeEncoder.encode("XSETID"), stream, next.toString());
    }
  }

  private static boolean hasReceived(RecordingConnection connection, String url) {
    return connection.sent().stream().anyMatch(text -> text.contains(url));
  }

  private void untilReaches(RecordingConnection from, RecordingConnection to) {
    await().atMost(RECOVERY).ignoreExceptions().untilAsserted(() -> reaches(from, to));
  }

  /**
   * Updates the page of the first user. Asserts that Redis records it and the second user receives
   * it.
   */
  private void reaches(RecordingConnection from, RecordingConnection to) {
    String url = "https://example.com/" + pages.incrementAndGet();
    here.presence().update(from, Pages.of(url, "Example")).toCompletableFuture().join();
    await().atMost(Duration.ofMillis(500)).until(() -> hasReceived(to, url));
    assertEquals(
        "{\"url\":\"" + url + "\",\"title\":\"Example\"}", redis.hget("page", ANN.value()));
  }

  /** Returns how many connections of nodes run scripts or read an inbox on this server. */
  private static long usersOf(LocalRedis server) {
    try (Jedis client = new Jedis("127.0.0.1", server.port())) {
      return client
          .clientList()
          .lines()
          .filter(line -> line.contains(" name=presence-api ") && line.contains(" sub=0 "))
          .count();
    }
  }
}
