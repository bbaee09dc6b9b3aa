package io.pagenow.presence.presence;

import static java.util.stream.Collectors.toSet;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Random concurrent steps on three nodes. After the last step, the latest event that each
 * connection received about each friend must be correct. After all users have disconnected, no key
 * may remain.
 */
abstract class InterleavingsContract {

  /** Keys that stay after all users have disconnected. */
  private static final String OUTLIVES =
      "presence:(inbox|vanished|version$|version:|last_active|hides|transitions|offline|resume_limit|recording_nodes).*";

  private static final int NODES = 3;
  private static final int USERS = 5;
  private static final int STEPS = 400;

  private record Open(TestNode node, RecordingConnection connection) {}

  private Stores stores;
  private final List<TestNode> nodes = new ArrayList<>();
  private final List<UserId> users = new ArrayList<>();
  private final List<Open> open = new ArrayList<>();
  private final List<CompletableFuture<?>> steps = new ArrayList<>();

  private final LatestReports reports = new LatestReports(STEPS);

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

  void assertThatFriendsReceiveTheLatestPresence(long seed) {
    Random random = new Random(seed);
    for (int step = 0; step < STEPS; step++) {
      step(random, step);
    }
    awaitAllSteps();
    await()
        .untilAsserted(
            () -> {
              reportClosedConnections();
              assertEquals(
                  List.of(),
                  reports.wrongEvents(
                      nodes.get(0).queries(), users, open.stream().map(Open::connection).toList()),
                  "latest events that are wrong");
            });
    assertEquals(
        List.of(),
        reports.pagesShownAfterHide(nodes.get(0).queries()),
        "pages shown although hidden later");

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
    reportClosedConnections();
    reports.startStep(number);
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
      // The lease expires although the node lives, and is renewed later.
      TestNode node = any(random, nodes);
      stores.score("presence:nodes", node.hub().node().value(), 1);
      any(random, nodes).sweep().reapDeadNodes();
      node.renewLease();
    } else if (choice < 40) {
      Open beating = any(random, open);
      steps.add(beating.node().presence().heartbeat(beating.connection()).toCompletableFuture());
    } else {
      Open updating = any(random, open);
      Page page = random.nextInt(4) == 0 ? Page.NONE : LatestReports.page(number);
      if (page.isHidden()) {
        reports.hides(updating.connection().user(), number);
      }
      steps.add(
          updating.node().presence().update(updating.connection(), page).toCompletableFuture());
    }
  }

  private void connect(TestNode node, UserId user) {
    try {
      open.add(new Open(node, node.connect(user)));
    } catch (UnavailableException e) {
      // On a busy machine a store may answer too late. A client would retry later.
    }
  }

  /** Kills a node and starts another one in its place. */
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

  /** Waits for all steps and for their effects on all nodes. */
  private void awaitAllSteps() {
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

  /** Reports connections that the node has closed, as the endpoint does. */
  private void reportClosedConnections() {
    for (Open ended : List.copyOf(open)) {
      if (ended.connection().closed() != null) {
        open.remove(ended);
        ended.node().presence().close(ended.connection(), Departure.BROKEN);
      }
    }
  }

  private static <T> T any(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
