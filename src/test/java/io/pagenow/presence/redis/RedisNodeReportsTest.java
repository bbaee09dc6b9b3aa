package io.pagenow.presence.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.explanation.NodeReports.Reading;
import io.pagenow.presence.model.explanation.NodeReport;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The figures that nodes publish about themselves. */
class RedisNodeReportsTest extends StoreTest {

  @Test
  void aNodeReadsTheFiguresOfAllNodes(Stores stores) {
    try (TestNode other = new TestNode(stores)) {
      node.nodeReports().publish(Map.of("state", "running", "connections", "1"));
      other.nodeReports().publish(Map.of("state", "draining"));
      other.nodeReports().publish(Map.of("users", "2"));

      Reading reading = node.nodeReports().read();

      NodeReport own = of(node, reading);
      assertEquals("running", own.figures().get("state"));
      assertEquals("1", own.figures().get("connections"));
      assertTrue(Long.parseLong(own.figures().get("time")) > 0);
      NodeReport others = of(other, reading);
      assertEquals("2", others.figures().get("users"));
      assertFalse(others.figures().containsKey("state"), "the figures before are replaced");
    }
  }

  @Test
  void aNodeWithoutFiguresHasItsLease() {
    Reading reading = node.nodeReports().read();
    NodeReport own = of(node, reading);

    assertEquals(Map.of(), own.figures());
    assertTrue(own.leaseEndsAt().isAfter(reading.time()));
    redis.zadd("presence:nodes", 1, node.hub().node().value());
    own = of(node, node.nodeReports().read());
    assertFalse(own.leaseEndsAt().isAfter(reading.time()), "it is dead");
  }

  @Test
  void figuresExpire() {
    node.nodeReports().publish(Map.of("users", "2"));

    long seconds = redis.ttl("presence:figures:" + node.hub().node().value());
    assertTrue(seconds > 0 && seconds <= 60, seconds + " s");
  }

  private static NodeReport of(TestNode node, Reading reading) {
    return reading.nodes().stream()
        .filter(report -> report.node().equals(node.hub().node().value()))
        .findFirst()
        .orElseThrow();
  }
}
