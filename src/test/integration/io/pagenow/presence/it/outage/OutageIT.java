package io.pagenow.presence.it.outage;

import static io.pagenow.presence.it.client.Socket.error;
import static io.pagenow.presence.it.client.Socket.message;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.CuttableProxy;
import io.pagenow.presence.testing.WebSocketClient.Refused;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A store that is gone or hangs. Clients get a clear answer in time, no data is lost, and the nodes
 * recover by themselves.
 */
class OutageIT extends SharedServers {

  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final Duration RECOVERY = Duration.ofSeconds(5);

  static Stream<Arguments> outages() {
    Consumer<CuttableProxy> gone = CuttableProxy::cut;
    Consumer<CuttableProxy> hangs = CuttableProxy::pause;
    return Stream.of(Arguments.of("is gone", gone), Arguments.of("hangs", hangs));
  }

  @ParameterizedTest(name = "Redis {0}")
  @MethodSource("outages")
  void redisOutageIsAnsweredAndSurvived(String how, Consumer<CuttableProxy> outage)
      throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket socket = connect(ann, nodeA);
        Socket near = connect(ben, nodeA);
        Socket far = connect(ben, nodeB)) {
      outage.accept(TestEnvironment.redisProxy());

      expect503("api/presence", ann);
      expect503("api/presence/" + ann, ben);
      socket.update("https://example.com/", "Lost");
      socket.next(error("unavailable"));
      assertEquals(
          503, assertThrows(Refused.class, () -> Socket.open(nodeA, token(ann)), how).status());

      TestEnvironment.redisProxy().restore();
      await()
          .atMost(RECOVERY)
          .until(
              () -> {
                socket.update("https://example.com/", "Back");
                return isBack(near, ann) && isBack(far, ann);
              });
      await().atMost(RECOVERY).until(() -> get("api/presence", ann).status() == 200);
      assertTrue(socket.isOpen() && near.isOpen() && far.isOpen(), "sockets stay open");
    }
  }

  @ParameterizedTest(name = "PostgreSQL {0}")
  @MethodSource("outages")
  void databaseOutageIsAnsweredAndSurvived(String how, Consumer<CuttableProxy> outage)
      throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    UserId cat = user("cat");
    try (Socket socket = connect(ann, nodeA);
        Socket friend = connect(ben, nodeB)) {
      outage.accept(TestEnvironment.databaseProxy());

      expect503("api/presence", ann);
      expect503("api/presence/" + ann, ben);
      assertEquals(
          503, assertThrows(Refused.class, () -> Socket.open(nodeA, token(cat)), how).status());
      socket.update("https://example.com/", "Friends are known");
      friend.next(message("update-presence", ann));

      TestEnvironment.databaseProxy().restore();
      await().atMost(RECOVERY).until(() -> get("api/presence", ann).status() == 200);
      await()
          .atMost(RECOVERY)
          .ignoreExceptionsInstanceOf(Refused.class)
          .untilAsserted(() -> Socket.open(nodeA, token(cat)).close());
      assertTrue(socket.isOpen() && friend.isOpen(), "sockets stay open");
    }
  }

  @Test
  void knownKeysGoOnWhileTheIssuerIsGone() throws Exception {
    UserId ann = user("ann");
    assertEquals(200, get("api/presence", ann).status());
    TestEnvironment.issuerProxy().cut();

    assertEquals(200, get("api/presence", ann).status());
  }

  @Test
  void closeDuringAnOutageIsRecordedAfterwards() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket friend = connect(ben, nodeB)) {
      Socket socket = connect(ann, nodeA);
      socket.update("https://example.com/", "Example");
      friend.next(message("update-presence", ann));
      TestEnvironment.redisProxy().cut();
      socket.close();
      TestEnvironment.redisProxy().restore();

      friend.next(message("presence-timeout", ann));
      assertEquals(null, redis.hget("presence_user_connection", ann.value()));
      assertEquals(null, redis.hget("page", ann.value()));
      assertEquals("offline closed", causes(ann).get(0), "not the outage");
    }
  }

  private void expect503(String path, UserId caller) throws Exception {
    Http.Answer[] answer = new Http.Answer[1];
    Duration time = time(() -> answer[0] = get(path, caller));

    assertEquals(503, answer[0].status(), answer[0].body());
    assertTrue(time.compareTo(ANSWER) <= 0, "took " + time);
    assertTrue(answer[0].header("Content-Type").startsWith("application/problem+json"));
    assertEquals("5", answer[0].header("Retry-After"));
  }

  private static boolean isBack(Socket socket, UserId user) {
    return socket.received().stream()
        .anyMatch(
            message("update-presence", user).and(json -> json.getString("title").equals("Back")));
  }
}
