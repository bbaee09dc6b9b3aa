package io.pagenow.presence.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.history.History;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.HistoryItem;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.model.Visibility;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.presence.Report;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.StreamEntryID;

/** The history of a user. */
class RedisHistoryTest extends StoreTest {

  private static final String STREAM = "presence:history:ann";

  private TestNode keeping;
  private History history;

  @BeforeEach
  void keepHistories(Stores stores) {
    keeping = new TestNode(stores, with(stores.settings(), Duration.ofDays(30)));
    history = keeping.history();
  }

  @AfterEach
  void close() {
    keeping.close();
  }

  @Test
  void nothingIsKeptByDefault() {
    ConnectionId connection = open(ANN);
    await(update(ANN, connection, PAGE));
    close(ANN, connection);

    assertFalse(redis.exists(STREAM));
    assertEquals(List.of(), history.read(ANN, Optional.empty(), 100));
  }

  @Test
  void whatAUserDidIsKeptNewestFirst() {
    store = keeping.store();
    ConnectionId connection = open(ANN);
    await(update(ANN, connection, PAGE));
    await(update(ANN, connection, Page.NONE));
    close(ANN, connection);

    assertEquals(
        List.of("CLOSE ", "UPDATE_PRESENCE ", "UPDATE_PRESENCE " + PAGE.url(), "CONNECT "),
        items(ANN));
    HistoryItem item = history.read(ANN, Optional.empty(), 100).get(2);
    assertEquals(PAGE.title(), item.page().title());
    assertEquals(connection.toString(), item.connection());
    assertTrue(Math.abs(now() - item.time().toEpochMilli()) < 10_000, item.toString());
    assertEquals(List.of(), items(BEN));
  }

  @Test
  void timeoutsAreKept() {
    store = keeping.store();
    await(close(ANN, open(ANN), Departure.BROKEN));
    redis.zadd("presence:parting", 1, "ann");
    keeping.claims().claimAfterGrace();
    open(ANN);
    setScore(ANN, 1);
    keeping.claims().claimIdle();

    assertEquals(List.of("TIMEOUT ", "CONNECT ", "TIMEOUT ", "CLOSE ", "CONNECT "), items(ANN));
  }

  @Test
  void aPageThatASharingRuleHidesIsNotKept(Stores stores) throws SQLException {
    stores.people().add(ANN);
    stores.people().shareAllBut(ANN, "example.com");
    RecordingConnection connection = keeping.connect(ANN);
    keeping.presence().update(connection, PAGE).toCompletableFuture().join();
    keeping.presence().update(connection, OTHER).toCompletableFuture().join();

    assertEquals(
        List.of("UPDATE_PRESENCE " + OTHER.url(), "UPDATE_PRESENCE ", "CONNECT "), items(ANN));
  }

  @Test
  void nothingIsKeptOfAnInvisibleUser() {
    RecordingConnection connection = keeping.connect(ANN);
    keeping.presence().changeVisibility(connection, Visibility.NOBODY).toCompletableFuture().join();
    keeping.presence().update(connection, PAGE).toCompletableFuture().join();
    keeping.presence().close(connection, Departure.BROKEN);
    redis.zadd("presence:parting", 1, "ann");
    keeping.claims().claimAfterGrace();
    keeping.connect(ANN);

    assertEquals(List.of("CONNECT "), items(ANN));
  }

  @Test
  void anUpdateThatIsSentAgainIsKeptOnce() {
    store = keeping.store();
    ConnectionId connection = open(ANN);
    Report report = Report.now(PAGE);
    await(store.update(ANN, connection, report));
    await(store.updateAgain(ANN, connection, report));

    assertEquals(2, items(ANN).size());
  }

  @Test
  void aHistoryIsReadInPagesAndDeleted() {
    store = keeping.store();
    ConnectionId connection = open(ANN);
    for (int i = 0; i < 4; i++) {
      await(update(ANN, connection, i % 2 == 0 ? PAGE : OTHER));
    }

    List<HistoryItem> first = history.read(ANN, Optional.empty(), 3);
    List<HistoryItem> rest = history.read(ANN, Optional.of(first.get(2).id()), 3);
    assertEquals(3, first.size());
    assertEquals(
        List.of("UPDATE_PRESENCE", "CONNECT"), rest.stream().map(HistoryItem::type).toList());
    assertThrows(IllegalArgumentException.class, () -> history.read(ANN, Optional.of("+"), 3));

    history.delete(ANN);
    assertEquals(List.of(), items(ANN));
  }

  @Test
  void aHistoryIsBoundedInNumberAndInTime() {
    store = keeping.store();
    ConnectionId connection = open(ANN);
    for (int i = 0; i < 20; i++) {
      await(store.touch(ANN, connection));
    }
    assertEquals(1, items(ANN).size(), "heartbeats are not kept");
    for (int i = 0; i < 1_500; i++) {
      redis.xadd(STREAM, StreamEntryID.NEW_ENTRY, Map.of("type", "CONNECT"));
    }
    await(update(ANN, connection, PAGE));

    long kept = redis.xlen(STREAM);
    assertTrue(kept >= 1_000 && kept < 1_200, kept + " items");
    long days = Duration.ofSeconds(redis.ttl(STREAM)).toDays();
    assertTrue(days >= 29 && days <= 30, days + " days");
  }

  private List<String> items(UserId user) {
    return history.read(user, Optional.empty(), 100).stream()
        .map(item -> item.type() + " " + item.page().url())
        .toList();
  }

  private static Settings with(Settings plain, Duration kept) {
    return new Settings(
        plain.timeout(),
        plain.reconnectGrace(),
        plain.origins(),
        plain.tokens(),
        plain.sharing(),
        plain.redis(),
        plain.sockets(),
        plain.pages(),
        new Settings.Operations(null, null, kept, Duration.ZERO));
  }
}
