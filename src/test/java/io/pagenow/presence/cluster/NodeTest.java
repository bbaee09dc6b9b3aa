package io.pagenow.presence.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pagenow.presence.cluster.Node.State;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The states of a node. */
@ExtendWith(Stores.class)
@SuppressWarnings("NullAway.Init") // Set before each test.
class NodeTest {

  private static final UserId ANN = new UserId("ann");

  private TestNode parts;
  private Node node;

  @BeforeEach
  void start(Stores stores) {
    parts = TestNode.starting(stores);
    node = parts.node();
  }

  @AfterEach
  void stop() {
    parts.close();
  }

  @Test
  void aStartingNodeRefusesConnectionsWithAReason() {
    assertEquals(State.STARTING, node.state());
    assertEquals("This node is starting", refusal());

    node.start();

    assertEquals(State.RUNNING, node.state());
    assertEquals(0, node.prepare(ANN));
  }

  @Test
  void aNodeThatDrainsBeforeItIsPreparedStaysStopped() {
    node.drain();
    node.start();

    assertEquals(State.STOPPED, node.state());
    assertEquals("This node is stopped", refusal());
  }

  @Test
  void onlyADrainedNodeResumes() {
    node.resume();
    assertEquals(State.STARTING, node.state(), "a server reports that it runs when it starts, too");

    node.drain();
    node.resume();
    assertEquals(State.RUNNING, node.state());
  }

  @Test
  void aStoppedNodeIsNotDrainedAgain(Stores stores) {
    node.start();
    node.drain();
    stores.redis().zadd("presence:nodes", 1, parts.hub().node().value());

    node.drain();

    assertEquals(Set.of(parts.hub().node().value()), stores.members("presence:nodes"));
  }

  private String refusal() {
    return assertThrows(UnavailableException.class, () -> node.prepare(ANN)).detail();
  }
}
