package io.pagenow.presence.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.protocol.Snapshots;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.sharing.SharingRules;
import io.pagenow.presence.testing.People;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
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

  private static final List<String> HOSTS =
      List.of("a.test", "www.a.test", "x.a.test", "b.test", "BANK.b.test.", "127.1", "münchen.de");
  private static final List<String> ENTRIES =
      List.of(
          "a.test", "*.b.test", "www.a.test", "https://bank.b.test/x", "127.0.0.1", "MÜNCHEN.de");

  /** Each page of the test has a serial number in its url and its title. */
  private static final Pattern SERIAL = Pattern.compile("(?:serial|Title)-(\\d+)-");

  private final StringBuilder logs = new StringBuilder();
  private final Handler log =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          synchronized (logs) {
            logs.append(entry.getMessage()).append(List.of(parameters(entry))).append('\n');
            logs.append(entry.getThrown()).append('\n');
          }
        }

        private Object[] parameters(LogRecord entry) {
          Object[] parameters = entry.getParameters();
          return parameters == null ? new Object[0] : parameters;
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private final Logger logger = Logger.getLogger("io.pagenow");
  private final List<TestNode> nodes = new ArrayList<>();
  private final List<RecordingConnection> annOn = new ArrayList<>();
  private final List<RecordingConnection> everyConnection = new ArrayList<>();
  private final Map<Integer, String> urls = new HashMap<>();

  /** The pages that no rules allowed while they were reported. */
  private final Set<Integer> forbidden = new HashSet<>();

  private Stores stores;
  private People people;
  private SharingRules rules = SharingRules.SHOW_ALL;
  private int shown;

  @BeforeEach
  void start(Stores stores) throws SQLException {
    this.stores = stores;
    people = stores.people();
    people.add(ANN, BEN);
    people.befriend(ANN, BEN);
    logger.setLevel(Level.ALL);
    logger.addHandler(log);
    Settings settings = withBriefGrace(stores.settings());
    for (int i = 0; i < 2; i++) {
      nodes.add(new TestNode(stores, settings));
      annOn.add(connect(i, ANN));
      connect(i, BEN);
    }
  }

  @AfterEach
  void stop() {
    nodes.forEach(TestNode::close);
    logger.removeHandler(log);
    logger.setLevel(null);
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
    assertTrue(shown > 10, "Some pages are shown: " + shown);
    assertTrue(forbidden.size() > 10, "Some pages are forbidden: " + forbidden.size());
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
      case 0 -> reconnect(at, random.nextBoolean() ? Departure.CLOSED : Departure.BROKEN);
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
      default -> visit(node, annOn.get(at), random);
    }
  }

  /** Reports a page that the rules allow, or one that they forbid. */
  private void visit(TestNode node, RecordingConnection connection, Random random) {
    int serial = urls.size() + 1;
    String host = HOSTS.get(random.nextInt(HOSTS.size()));
    String url = "https://" + host + "/serial-" + serial + "-";
    urls.put(serial, url);
    if (!rules.show(url)) {
      forbidden.add(serial);
    }
    report(node, connection, page(url, "Title-" + serial + "-"));
    if (rules.show(url)) {
      shown++;
    }
  }

  private static void report(TestNode node, RecordingConnection connection, Page page) {
    CompletableFuture<OptionalLong> recorded =
        node.presence().update(connection, page).toCompletableFuture();
    if (page.hashCode() % 3 != 0) { // The next message does not always wait.
      recorded.exceptionally(failure -> OptionalLong.empty()).join();
    }
  }

  private void reconnect(int at, Departure departure) throws InterruptedException {
    nodes.get(at).presence().close(annOn.get(at), departure);
    Thread.sleep(5);
    annOn.set(at, connect(at, ANN));
  }

  private RecordingConnection connect(int at, UserId user) {
    RecordingConnection connection = nodes.get(at).connect(user);
    everyConnection.add(connection);
    return connection;
  }

  private void lookAround(TestNode node) {
    String snapshot = Snapshots.encode(node.queries().snapshotFor(BEN)).toString();
    assertEquals(Set.of(), forbiddenIn(snapshot), snapshot);
  }

  private void settle() {
    nodes.forEach(node -> node.store().connectionsOf(ANN).toCompletableFuture().join());
  }

  /** Checks the keys for pages that the rules of now forbid, except for the past in the inboxes. */
  private void assertNothingForbiddenIsKept(String when) {
    String kept = stores.dump().replaceAll("(?m)^presence:inbox:.*$", "");
    Set<Integer> found = serialsIn(kept);
    found.removeIf(serial -> rules.show(urls.getOrDefault(serial, "")));
    assertEquals(Set.of(), found, () -> when + "\n" + kept);
  }

  /** Checks everything for pages that no rules allowed. */
  private void assertNothingForbiddenWasShown(String when) {
    assertEquals(Set.of(), forbiddenIn(stores.dump()), when);
    await()
        .during(Duration.ofMillis(50))
        .untilAsserted(
            () -> {
              for (RecordingConnection connection : everyConnection) {
                assertEquals(Set.of(), forbiddenIn(connection.sent().toString()), when);
              }
            });
    synchronized (logs) {
      assertEquals(Set.of(), serialsIn(logs.toString()), when);
    }
  }

  private Set<Integer> forbiddenIn(String text) {
    Set<Integer> found = serialsIn(text);
    found.retainAll(forbidden);
    return found;
  }

  private static Set<Integer> serialsIn(String text) {
    Set<Integer> serials = new HashSet<>();
    SERIAL.matcher(text).results().forEach(found -> serials.add(Integer.valueOf(found.group(1))));
    return serials;
  }

  private static Page page(String url, String title) {
    return Pages.of(url, title);
  }

  private static Settings withBriefGrace(Settings plain) {
    return new Settings(
        plain.timeout(),
        Duration.ofMillis(20),
        plain.origins(),
        plain.tokens(),
        plain.sharing(),
        plain.redis(),
        plain.sockets(),
        plain.pages());
  }
}
