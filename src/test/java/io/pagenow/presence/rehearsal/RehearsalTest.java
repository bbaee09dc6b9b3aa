package io.pagenow.presence.rehearsal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.testing.CapturedLog;
import io.pagenow.presence.testing.CuttableProxy;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A rehearsal ends in time, and fails if a store does not answer. */
@ExtendWith(Stores.class)
class RehearsalTest {

  private static final Logger LOG = Logger.getLogger(Rehearsal.class.getName());

  /** Far above the limits of the rehearsal and of the stores. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @Test
  void itFailsWhileAStoreDoesNotAnswerAndSucceedsLater(Stores stores) throws Exception {
    try (CuttableProxy proxy = CuttableProxy.to(stores.redisPort())) {
      Settings settings = Stores.settings(proxy, proxy);
      try (TestNode node = new TestNode(stores, settings)) {
        Rehearsal rehearsal = Rehearsals.of(node, settings, Optional.empty());
        proxy.silence();

        assertTimeoutPreemptively(
            PATIENCE, () -> assertThrows(UnavailableException.class, rehearsal::run));
        proxy.restore();

        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(rehearsal::run);
      }
    }
  }

  @Test
  void aServerThatDoesNotAnswerDelaysTheStartForALimitedTime(Stores stores) throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        TestNode node = new TestNode(stores);
        CapturedLog log = CapturedLog.of(LOG)) {
      Rehearsal rehearsal = Rehearsals.of(node, stores.settings(), Optional.of(address(silent)));

      assertTimeoutPreemptively(PATIENCE, rehearsal::run);

      assertEquals(1, log.entries().size());
      assertTrue(log.entries().get(0).parameters().contains("The server does not answer"));
      assertEquals(null, rehearsal.node());
    }
  }

  @Test
  void noClientConnectsIfTheOperatorDoesNotWantIt(Stores stores) throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        TestNode node = new TestNode(stores);
        CapturedLog log = CapturedLog.of(LOG)) {
      assertEquals(Duration.ZERO, stores.settings().operations().rehearsal());
      Rehearsal rehearsal =
          new Rehearsal(
              node.queries(),
              Rehearsals.services(node, stores.settings(), Optional.of(address(silent))));

      assertTimeoutPreemptively(PATIENCE, rehearsal::run);

      silent.setSoTimeout(1);
      assertThrows(SocketTimeoutException.class, silent::accept);
      assertEquals(List.of(), log.entries());
    }
  }

  @Test
  void aServerThatRefusesDelaysTheStartForALimitedTime(Stores stores) throws Exception {
    try (TestNode node = new TestNode(stores);
        CapturedLog log = CapturedLog.of(LOG)) {
      Thread server;
      try (ServerSocket refusing = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
        server = new Thread(() -> refuse(refusing));
        server.start();
        Rehearsal rehearsal =
            Rehearsals.of(node, stores.settings(), Optional.of(address(refusing)));

        assertTimeoutPreemptively(PATIENCE, rehearsal::run);
      }
      server.join();
      assertTrue(log.entries().get(0).parameters().contains("HTTP/1.1 503 Starting"));
    }
  }

  private static InetSocketAddress address(ServerSocket server) {
    return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
  }

  /** Answers each connection with 503 until the server is closed. */
  private static void refuse(ServerSocket server) {
    while (true) {
      try (Socket client = server.accept()) {
        client.getInputStream().read();
        client.getOutputStream().write("HTTP/1.1 503 Starting\r\n\r\n".getBytes(US_ASCII));
      } catch (IOException e) {
        return;
      }
    }
  }
}
