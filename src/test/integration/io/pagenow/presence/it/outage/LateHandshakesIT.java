package io.pagenow.presence.it.outage;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.it.client.RawSocket;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.testing.WebSocketClient.Refused;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More handshakes than the threads of a node can serve in time. */
class LateHandshakesIT extends SharedServers {

  /** A node answers 64 at a time, and a handshake fails after a second while Redis hangs. */
  private static final int HANDSHAKES = 2_000;

  private static final Duration RECOVERY = Duration.ofSeconds(5);
  private static final Duration PROMPTLY = Duration.ofSeconds(1);

  private final List<RawSocket> sockets = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (RawSocket socket : sockets) {
      socket.close();
    }
  }

  @Test
  void handshakesAreRefusedAfterFiveSecondsInTheQueue() throws Exception {
    sendHandshakesWithoutRedis();

    int late = 0;
    int unavailable = 0;
    for (RawSocket socket : sockets) {
      String problem = socket.body();
      late += problem.contains("too many handshakes") ? 1 : 0;
      unavailable += problem.contains("Redis is not available") ? 1 : 0;
    }
    assertTrue(late > 0 && unavailable > 0, late + " late, " + unavailable + " unavailable");

    TestEnvironment.redisProxy().restore();
    await()
        .atMost(RECOVERY)
        .ignoreExceptionsInstanceOf(Refused.class)
        .untilAsserted(() -> Socket.open(nodeA, token(user("ben"))).close());
  }

  @Test
  void otherRequestsFindAThread() throws Exception {
    sendHandshakesWithoutRedis();

    assertTimeout(
        PROMPTLY, () -> assertEquals(200, Http.get(nodeA, "health/live").send().status()));
  }

  private void sendHandshakesWithoutRedis() throws Exception {
    String token = token(user("ann"));
    TestEnvironment.redisProxy().pause();
    for (int i = 0; i < HANDSHAKES; i++) {
      sockets.add(RawSocket.connect(nodeA).write(RawSocket.handshake(nodeA, token)));
    }
  }
}
