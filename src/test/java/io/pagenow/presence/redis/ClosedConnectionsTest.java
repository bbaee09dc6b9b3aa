package io.pagenow.presence.redis;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Queries of clients survive that Redis has closed the idle connections of the node: it does if it
 * has a {@code timeout}, and a restart closes all.
 */
class ClosedConnectionsTest extends StoreTest {

  static Stream<Arguments> queries() {
    return Stream.of(
        query("a snapshot", node -> node.queries().snapshotFor(ANN)),
        query("presence from the primary", node -> node.reader().readCurrent(Set.of(ANN))),
        query("the own presence", node -> node.ownPresences().of(ANN)),
        query("an explanation", node -> node.explanations().explain(ANN)),
        query("the figures of all nodes", node -> node.nodeReports().read()),
        query("a history", node -> node.history().read(ANN, Optional.empty(), 10)),
        query("the end of a history", node -> node.history().delete(ANN)),
        query("the limit of resuming", node -> node.resumeLimit().allows(1)));
  }

  private static Arguments query(String name, Consumer<TestNode> query) {
    return arguments(name, query);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("queries")
  void aQuerySurvivesClosedConnections(String name, Consumer<TestNode> query, Stores stores) {
    query.accept(node);
    stores.closeAllConnections();

    query.accept(node);
  }
}
