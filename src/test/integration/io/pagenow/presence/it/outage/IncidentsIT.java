package io.pagenow.presence.it.outage;

import static io.pagenow.presence.it.TestEnvironment.NODE_A;
import static io.pagenow.presence.it.client.NodeMetrics.metrics;
import static io.pagenow.presence.it.client.Socket.error;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Incidents as {@code docs/operations.md} tells them: figures, metrics, log and explanation. */
class IncidentsIT extends SharedServers {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Another session locks the table for longer than a query may take until it counts as slow. */
  @Test
  void aSlowDatabaseShowsInFiguresAndMetrics() throws Exception {
    UserId operator = user("operator");
    UserId ann = user("ann");
    long slow = figure(operator, "slowQueries");
    double before = queryTime();
    try (Connection connection = TestEnvironment.database().getConnection();
        Statement lock = connection.createStatement()) {
      connection.setAutoCommit(false);
      lock.execute("LOCK TABLE user_table");
      CompletableFuture<Integer> snapshot = CompletableFuture.supplyAsync(() -> snapshot(ann));
      await().during(Duration.ofMillis(500)).until(() -> !snapshot.isDone());
      connection.rollback();
      snapshot.join();
    }

    await().atMost(PATIENCE).until(() -> figure(operator, "slowQueries") > slow);
    assertTrue(queryTime() > before + 0.4);
  }

  @Test
  void aFloodByOneUserShowsInMetricsLogAndExplanation() throws Exception {
    UserId ann = user("ann");
    double refused = refusedMessages();
    Socket socket = connect(ann, nodeA);
    for (int i = 0; i < 70; i++) {
      socket.heartbeat();
    }
    socket.next(error("too-many-messages"));
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              flood(socket);
              return !socket.isOpen();
            });

    await().until(() -> causes(ann).contains("closed too-many-messages 1008"));
    assertTrue(refusedMessages() > refused);
    await()
        .until(
            () ->
                Files.readString(TestEnvironment.serverLog(NODE_A))
                    .contains(": " + ann + " sends too much"));
  }

  private static void flood(Socket socket) {
    try {
      for (int i = 0; i < 100; i++) {
        socket.heartbeat();
      }
    } catch (RuntimeException e) {
      // The node has closed the connection.
    }
  }

  private int snapshot(UserId caller) {
    try {
      return get("api/presence", caller).status();
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  /** Returns the sum of a figure over all nodes. */
  private long figure(UserId operator, String name) throws IOException {
    return get("api/nodes", operator)
        .json()
        .getJsonArray("nodes")
        .getValuesAs(JsonObject.class)
        .stream()
        .mapToLong(node -> node.getJsonObject("figures").getInt(name, 0))
        .sum();
  }

  private double queryTime() throws IOException {
    return metrics(nodeA).value("presence_query_seconds_sum");
  }

  private double refusedMessages() throws IOException {
    return metrics(nodeA).value("presence_messages_refused_total", "code=\"too-many-messages\"");
  }
}
