package io.pagenow.presence.conversation;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.testing.CuttableProxy;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Nodes with the loops of a server, which are killed and replaced, and lose Redis or its data. One
 * thread at a time uses it.
 */
final class FaultyNodes {

  private static final Logger LOG = Logger.getLogger(FaultyNodes.class.getName());

  private final Stores stores;
  private final Random random;
  private final List<TestNode> nodes = new CopyOnWriteArrayList<>();
  private final List<CuttableProxy> proxies = new ArrayList<>();
  private final ScheduledExecutorService loops;
  private volatile boolean failed;

  FaultyNodes(Stores stores, Random random, int count) throws Exception {
    this.stores = stores;
    this.random = random;
    loops = Executors.newScheduledThreadPool(count);
    for (int i = 0; i < count; i++) {
      CuttableProxy proxy = CuttableProxy.to(stores.redisPort());
      proxies.add(proxy);
      nodes.add(new TestNode(stores, Stores.settings(proxy, proxy)));
      repeat(i, TestNode::renewLease);
      repeat(i, node -> node.friendshipWatch().run());
      repeat(i, node -> node.presence().retryPendingWrites());
    }
  }

  private void repeat(int index, Consumer<TestNode> task) {
    var unused =
        loops.scheduleWithFixedDelay(() -> run(nodes.get(index), task), 200, 200, MILLISECONDS);
  }

  /** Runs a task. If it fails, the next run tries again, as the loops of a server do. */
  private void run(TestNode node, Consumer<TestNode> task) {
    try {
      task.accept(node);
    } catch (UnavailableException e) {
      LOG.log(Level.FINE, "A loop failed", e);
    } catch (RuntimeException e) {
      if (nodes.contains(node)) { // A dead node may fail in any way.
        LOG.log(Level.SEVERE, "A loop failed", e);
        failed = true;
      }
    }
  }

  /** Returns a live view of the nodes. */
  List<TestNode> nodes() {
    return nodes;
  }

  /** Cuts one node off from Redis, until {@link #restore}. */
  void cut() {
    proxies.get(random.nextInt(proxies.size())).cut();
  }

  /** Connects all nodes with Redis again. */
  void restore() throws Exception {
    for (CuttableProxy proxy : proxies) {
      proxy.restore();
    }
  }

  /**
   * Kills a node and starts another one in its place. The other nodes close its connections, as if
   * its lease had expired.
   *
   * @return the dead node
   */
  TestNode kill() {
    int index = random.nextInt(nodes.size());
    TestNode dead = nodes.get(index);
    CuttableProxy proxy = proxies.get(index);
    nodes.set(index, new TestNode(stores, Stores.settings(proxy, proxy)));
    dead.close();
    stores.score("presence:nodes", dead.hub().node().value(), 1);
    nodes.get((index + 1) % nodes.size()).sweep().reapDeadNodes();
    return dead;
  }

  /** Removes all data from Redis, which the nodes then restore. */
  void loseData() {
    stores.flush();
  }

  /** Stops the loops and the nodes. */
  void stop() throws Exception {
    loops.shutdown();
    assertTrue(loops.awaitTermination(30, SECONDS));
    nodes.forEach(TestNode::close);
    for (CuttableProxy proxy : proxies) {
      proxy.close();
    }
    assertFalse(failed, "A loop failed, see the log");
  }
}
