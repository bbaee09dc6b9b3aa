package io.pagenow.presence.cluster;

import static io.pagenow.presence.testing.ChangedSettings.withGrace;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.protocol.Snapshots;
import io.pagenow.presence.sharing.SharingRules;
import io.pagenow.presence.testing.CapturedLog;
import io.pagenow.presence.testing.People;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random rules, urls and messages of a user with connections to two nodes, which break, close and
 * reconnect while Redis loses data. No page that the rules forbid is found in a key, an inbox, an
 * event, a snapshot or a log.
 */
abstract class ForbiddenPagesContract {

  private static final UserId ANN = new UserId("ann");
  private static final UserId BEN = new UserId("ben");

  private static final List<String> ENTRIES =
      List.of(
          "a.test", "*.b.test", "www.a.test", "https://bank.b.test/x", "127.0.0.1", "MÜNCHEN.de");

  private final List<TestNode> nodes = new ArrayList<>();
  private final List<RecordingConnection> annOn = new ArrayList<>();
  private final List<RecordingConnection> everyConnection = new ArrayList<>();
  private final NumberedPages pages = new NumberedPages();

  private Stores stores;
  private CapturedLog log;
  private People people;
  private SharingRules rules = SharingRules.SHOW_ALL;

  @BeforeEach
  void start(Stores stores) throws SQLException {
    this.stores = stores;
    people = stores.people();
    people.add(ANN, BEN);
    people.befriend(ANN, BEN);
    log = CapturedLog.ofAllLevels(Logger.getLogger("io.pagenow"));
    Settings settings = withGrace(stores.settings(), Duration.ofMillis(20));
    for (int i = 0; i < 2; i++) {
      nodes.add(new TestNode(stores, settings));
      annOn.add(connect(i, ANN));
      connect(i, BEN);
    }
  }

  @AfterEach
  void stop() {
    nodes.forEach(TestNode::close);
    log.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void noForbiddenPageIsFoundAnywhere(long seed) throws Exception {
    Random random = new Random(seed);
    for (int phase = 0; phase < 8; phase++) {
      changeRules(random);
      reviewAll();
      assertNothingForbiddenIsKept("seed " + seed + ", phase " + phase);
      for (int step = 0; step < 40; step++) {
        step(random);
      }
      nodes.forEach(node -> node.presence().retryPendingWrites());
      settle();
      assertNothingForbiddenWasShown("seed " + seed + ", phase " + phase);
    }
    assertTrue(pages.allowed() > 10, "Some pages are shown: " + pages.allowed());
    assertTrue(pages.forbidden() > 10, "Some pages are forbidden: " + pages.forbidden());
  }

  private void changeRules(Random random) throws SQLException {
    List<String> list = ENTRIES.stream().filter(entry -> random.nextInt(3) == 0).toList();
    if (random.nextBoolean()) {
      people.shareOnly(ANN, list.toArray(String[]::new));
      rules = SharingRules.onlyAllowed(list);
    } else {
      people.shareAllBut(ANN, list.toArray(String[]::new));
      rules = SharingRules.allButDenied(list);
    }
  }

  /** Does what the background loops of both nodes do within five seconds. */
  private void reviewAll() {
    nodes.forEach(node -> node.friendshipWatch().run());
    nodes.forEach(node -> node.sharingWatch().run());
    nodes.forEach(node -> node.presence().retryPendingWrites());
    settle();
  }

  private void step(Random random) throws Exception {
    int at = random.nextInt(2);
    TestNode node = nodes.get(at);
    switch (random.nextInt(12)) {
      case 0 -> reconnect(random);
      case 1 -> report(node, annOn.get(at), Page.NONE);
      case 2 -> node.sweep().endGracePeriods();
      case 3 -> node.presence().heartbeat(annOn.get(at)).toCompletableFuture().join();
      case 4 -> lookAround(node);
      case 5 -> {
        if (random.nextInt(4) == 0) {
          stores.flush();
          nodes.forEach(TestNode::renewLease);
        }
      }
      default -> report(node, annOn.get(at), pages.next(random, rules));
    }
  }

  private static void report(TestNode node, RecordingConnection connection, Page page) {
    CompletableFuture<OptionalLong> recorded =
        node.presence().update(connection, page).toCompletableFuture();
    if (page.hashCode() % 3 != 0) { // The next message does not always wait.
      recorded.exceptionally(failure -> OptionalLong.empty()).join();
    }
  }

  /** Ends one connection, or both. Then friends must not see a past page in the grace period. */
  private void reconnect(Random random) {
    List<Integer> some = random.nextBoolean() ? List.of(0, 1) : List.of(random.nextInt(2));
    for (int at : some) {
      Departure departure = random.nextBoolean() ? Departure.CLOSED : Departure.BROKEN;
      nodes.get(at).presence().close(annOn.get(at), departure);
    }
    settle();
    nodes.forEach(this::lookAround);
    some.forEach(at -> annOn.set(at, connect(at, ANN)));
  }

  private RecordingConnection connect(int at, UserId user) {
    RecordingConnection connection = nodes.get(at).connect(user);
    everyConnection.add(connection);
    return connection;
  }

  private void lookAround(TestNode node) {
    String snapshot = Snapshots.encode(node.queries().snapshotFor(BEN)).toString();
    assertEquals(Set.of(), pages.forbiddenIn(snapshot), snapshot);
  }

  private void settle() {
    nodes.forEach(node -> node.store().connectionsOf(ANN).toCompletableFuture().join());
  }

  /** Checks the keys for pages that the rules of now forbid, except for the past in the inboxes. */
  private void assertNothingForbiddenIsKept(String when) {
    String kept = stores.dump().replaceAll("(?m)^presence:inbox:.*$", "");
    Set<Integer> found = pages.forbiddenIn(kept, rules);
    assertEquals(Set.of(), found, () -> when + "\n" + kept);
  }

  /** Checks everything for pages that no rules allowed. */
  private void assertNothingForbiddenWasShown(String when) {
    assertEquals(Set.of(), pages.forbiddenIn(stores.dump()), when);
    await()
        .during(Duration.ofMillis(50))
        .untilAsserted(
            () -> {
              for (RecordingConnection connection : everyConnection) {
                assertEquals(Set.of(), pages.forbiddenIn(connection.sent().toString()), when);
              }
            });
    assertEquals(Set.of(), NumberedPages.in(log.entries().toString()), when);
  }
}
