package io.pagenow.presence.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LeastConnectionsTest {

  private final LeastConnections balancer = new LeastConnections(2);

  @Test
  void theNodeWithTheFewestConnectionsIsChosen() {
    balancer.opened(0);
    assertEquals(1, balancer.choose());
    balancer.opened(1);
    balancer.opened(1);
    assertEquals(0, balancer.choose());
    balancer.addNode();
    assertEquals(2, balancer.choose());
  }

  @Test
  void aWithdrawnNodeIsNotChosen() {
    balancer.opened(1);
    balancer.withdraw(0);
    assertEquals(1, balancer.choose());
  }
}
