package io.pagenow.presence.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Chooses nodes as a load balancer does: the one with the fewest connections. For use by one
 * thread.
 */
final class LeastConnections {

  private final List<Integer> connections = new ArrayList<>();
  private final Set<Integer> withdrawn = new HashSet<>();

  LeastConnections(int nodes) {
    connections.addAll(Collections.nCopies(nodes, 0));
  }

  /** Adds a node without connections. */
  void addNode() {
    connections.add(0);
  }

  /** Gives a node no more connections. */
  void withdraw(int node) {
    withdrawn.add(node);
  }

  /** Counts a connection to a node. */
  void opened(int node) {
    connections.set(node, connections.get(node) + 1);
  }

  /** Counts the end of a connection to a node. */
  void closed(int node) {
    connections.set(node, connections.get(node) - 1);
  }

  /**
   * Returns the node for the next connection.
   *
   * @throws java.util.NoSuchElementException if all nodes are withdrawn
   */
  int choose() {
    return IntStream.range(0, connections.size())
        .boxed()
        .filter(node -> !withdrawn.contains(node))
        .min(Comparator.comparing(connections::get))
        .orElseThrow();
  }
}
