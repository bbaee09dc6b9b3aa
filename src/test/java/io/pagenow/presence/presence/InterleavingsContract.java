package io.pagenow.presence.presence;

import static java.util.stream.Collectors.toSet;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.Presence.Online;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.protocol.ServerMessages;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Random steps on three nodes, none of which waits for the one before. Once all is quiet, what each
 * connection was told last about each friend is the truth, and when all have left, no key is.
 */
abstract class InterleavingsContract {

  /** Keys that outlive the users. */
  private static final String OUTLIVES =
      "presence:(inbox|vanished|version$|version:|last_active|hides).*";

  private static final String URL = "https://example.com/";

  private static final int NODES = 3;
  private static final int USERS = 5;
  private static final int STEPS = 400;

  private record Open(TestNode node, RecordingConnection connection) {}

  private Stores stores;
  private final List<TestNode> nodes = new ArrayList<>();
  private final List<UserId> users = new ArrayList<>();
  private final List<Open> open = new ArrayList<>();
  private final List<CompletableFuture<?>> steps = new ArrayList<>();

  /** Reports of several nodes within this time have no order. */
  private static final long SIMULTANEOUS_NANOS = Duration.ofMillis(25).toNanos();

  /** When each step was, in nanoseconds. */
  private final long[] times = new long[STEPS];

  /** The step in which each user last hid their activity. */
  private final Map<UserId, Integer> hidden = new HashMap<>();

  @BeforeEach
  void start(Stores stores) throws SQLException {
    this.stores = stores;
    for (int i = 0; i < NODES; i++) {
      nodes.add(new TestNode(stores));
    }
    for (int i = 0; i < USERS; i++) {
      UserId user = new UserId("user" + i);
      stores.people().add(user);
      for (UserId other : users) {
        stores.people().befriend(user, other);
      }
      users.add(user);
    }
  }

  @AfterEach
  void stop() {
    nodes.forEach(TestNode::close);
  }

  void assertThatFriendsWereToldTheTruthLast(long seed) {
    Random random = new Random(seed);
    for (int step = 0; step < STEPS; step++) {
      step(random, step);
    }
    quieten();
    await().untilAsserted(() -> assertEquals(List.of(), lies(), "told otherwise than true"));
    assertEquals(List.of(), betrayals(), "shown though hidden since");

    open.forEach(last -> last.node().presence().close(last.connection(), Departure.CLOSED));
    endGracePeriods();
    nodes.forEach(node -> node.node().drain());
    await()
        .untilAsserted(
            () ->
                assertEquals(
                    Set.of(),
                    stores.keys().stream().filter(key -> !key.matches(OUTLIVES)).collect(toSet())));
  }

  private void step(Random random, int number) {
    endWhatWasClosed();
    times[number] = System.nanoTime();
    int choice = random.nextInt(100);
    if (open.size() < USERS || choice < 12) {
      TestNode node = any(random, nodes);
      connect(node, any(random, users));
    } else if (choice < 22) {
      Open closing = open.remove(random.nextInt(open.size()));
      closing
          .node()
          .presence()
          .close(closing.connection(), any(random, List.of(Departure.CLOSED, Departure.BROKEN)));
    } else if (choice < 26) {
      UserId user = any(random, users);
      stores.redis().zadd(stores.key("status", user), 1, user.value());
      TestNode node = any(random, nodes);
      steps.add(CompletableFuture.runAsync(() -> node.sweep().sweepIdle()));
    } else if (choice < 27) {
      endGracePeriods();
    } else if (choice == 27) {
      kill(random.nextInt(NODES));
    } else if (choice == 28) {
      // It only seems to be dead, and comes back.
      TestNode node = any(random, nodes);
      stores.score("presence:nodes", node.hub().node().value(), 1);
      any(random, nodes).sweep().reapDeadNodes();
      node.renewLease();
    } else if (choice < 40) {
      Open beating = any(random, open);
      steps.add(beating.node().presence().heartbeat(beating.connection()).toCompletableFuture());
    } else {
      Open updating = any(random, open);
      Page page = random.nextInt(4) == 0 ? Page.NONE : new Page(URL + number, "");
      if (page.isHidden()) {
        hidden.put(updating.connection().user(), number);
      }
      steps.add(
          updating.node().presence().update(updating.connection(), page).toCompletableFuture());
    }
  }

  private void connect(TestNode node, UserId user) {
    try {
      open.add(new Open(node, node.connect(user)));
    } catch (UnavailableException e) {
      // On a busy machine a store may answer too late: the client tries again later.
    }
  }

  /** Nothing is heard of a node any more, and another one starts in its place. */
  private void kill(int index) {
    TestNode dead = nodes.get(index);
    settle();
    dead.close();
    open.removeIf(lost -> lost.node() == dead);
    stores.score("presence:nodes", dead.hub().node().value(), 1);
    nodes.set(index, new TestNode(stores));
    nodes.get(index).sweep().reapDeadNodes();
  }

  private void endGracePeriods() {
    stores.members("presence:parting").forEach(user -> stores.score("presence:parting", user, 1));
    nodes.forEach(node -> node.sweep().endGracePeriods());
  }

  /** Waits for all steps, and for all that they set off. */
  private void quieten() {
    settle();
    for (TestNode node : nodes) {
      node.renewLease();
      node.advance(Duration.ofSeconds(6));
      node.renewLease();
    }
    settle();
  }

  private void settle() {
    steps.forEach(step -> step.exceptionally(tooLate -> null).join());
    for (TestNode node : nodes) {
      node.presence().retryPendingWrites();
      node.store().connectionsOf(users.get(0)).toCompletableFuture().join();
    }
  }

  /** A socket that was closed from this side is closed: its endpoint says so. */
  private void endWhatWasClosed() {
    for (Open ended : List.copyOf(open)) {
      if (ended.connection().closed() != null) {
        open.remove(ended);
        ended.node().presence().close(ended.connection(), Departure.BROKEN);
      }
    }
  }

  /** Where the last message about a friend differs from what is so. */
  private List<String> lies() {
    endWhatWasClosed();
    Map<UserId, Presence> truth = new HashMap<>();
    for (UserId user : users) {
      truth.put(user, nodes.get(0).queries().snapshotFor(user).own());
    }
    Set<String> lies = new TreeSet<>();
    for (Open watcher : open) {
      for (UserId user : users) {
        lastAbout(user, watcher.connection())
            .filter(told -> !told.equals(text(user, truth.getOrDefault(user, Presence.OFFLINE))))
            .ifPresent(told -> lies.add(watcher.connection().user() + " was told " + told));
      }
    }
    return List.copyOf(lies);
  }

  /** Pages that are shown though their user hid the activity after they reported them. */
  private List<String> betrayals() {
    List<String> betrayals = new ArrayList<>();
    hidden.forEach(
        (user, step) -> {
          if (nodes.get(0).queries().snapshotFor(user).own() instanceof Online online
              && !online.page().isHidden()
              && isBefore(Integer.parseInt(online.page().url().substring(URL.length())), step)) {
            betrayals.add(user + " hid in step " + step + ", shown: " + online.page().url());
          }
        });
    return betrayals;
  }

  private boolean isBefore(int step, int other) {
    return times[other] - times[step] > SIMULTANEOUS_NANOS;
  }

  private static Optional<String> lastAbout(UserId user, RecordingConnection watcher) {
    return watcher.sent().stream()
        .filter(text -> text.contains("\"userId\":\"" + user + "\""))
        .reduce((earlier, later) -> later);
  }

  private static String text(UserId user, Presence presence) {
    return ServerMessages.encode(
        presence instanceof Online online
            ? new Updated(user, 0, online.page(), online.latest())
            : new TimedOut(user, 0));
  }

  private static <T> T any(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
