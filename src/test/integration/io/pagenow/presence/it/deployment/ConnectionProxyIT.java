package io.pagenow.presence.it.deployment;

import static io.pagenow.presence.it.client.Socket.message;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.local.ApplicationServer;
import io.pagenow.presence.local.Build;
import io.pagenow.presence.local.FreePort;
import io.pagenow.presence.model.UserId;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The user database behind a connection proxy with TLS, as in production. */
class ConnectionProxyIT extends SharedServers {

  private static final Duration RECOVERY = Duration.ofSeconds(5);

  private static final int CLIENTS = 20;
  private static final int REQUESTS = 200;

  @Test
  void twoConnectionsServeAllAndARestartOfTheProxyLosesNothing() throws Exception {
    assumeTrue(PgBouncer.isInstalled(), "PgBouncer is not installed: apt-get install pgbouncer");
    Map<String, String> settings = new HashMap<>(TestEnvironment.settings());
    int port = FreePort.find();
    URI node = TestEnvironment.application(port);
    try (PgBouncer proxy = PgBouncer.start(settings);
        ApplicationServer server = TestEnvironment.anotherServer("node-behind-proxy")) {
      settings.putAll(proxy.settings());
      server.deploy(Build.war());
      server.start(port, settings);
      server.awaitReady(node);
      UserId ann = user("ann");
      UserId ben = friend("ben", ann);
      await().atMost(RECOVERY).until(() -> status(node, ann) == 200);
      try (Socket socket = connect(ann, node);
          Socket friend = connect(ben, nodeA)) {
        assertEquals(
            REQUESTS,
            Stream.of(manyStatuses(node, users("caller", CLIENTS))).filter(s -> s == 200).count());

        proxy.stop();
        awaitRefusal("no proxy", node, ann);
        socket.update("https://example.com/", "Friends are known");
        friend.next(message("update-presence", ann));
        proxy.start();
        await().atMost(RECOVERY).until(() -> status(node, ann) == 200);
        assertTrue(socket.isOpen());
      }

      restart(proxy, () -> proxy.certifyByAnother());
      awaitRefusal("an authority that is not trusted", node, ann);
      restart(proxy, () -> proxy.certify("elsewhere"));
      awaitRefusal("another host's certificate", node, ann);
      restart(proxy, () -> proxy.certify(PgBouncer.HOST));
      await().atMost(RECOVERY).until(() -> status(node, ann) == 200);

      settings.remove("RDS_SSL_ROOT_CERT");
      settings.putAll(proxy.settingsByDefault());
      server.stop();
      server.start(port, settings);
      server.awaitReady(node);
      await("the authority in its usual place")
          .atMost(RECOVERY)
          .until(() -> status(node, ann) == 200);
      assertFalse(Files.readString(server.log()).contains("prepared statement"));
    }
  }

  /** Waits for 503. For five seconds, the friend list of a connected user replaces the query. */
  private void awaitRefusal(String cause, URI node, UserId user) {
    await(cause).atMost(Duration.ofSeconds(30)).until(() -> status(node, user) == 503);
  }

  private int status(URI node, UserId user) throws Exception {
    return get("api/presence", user, node).status();
  }

  /**
   * Returns the statuses of requests by several clients at once. Each client would find a session
   * that another client left pinned.
   */
  private Integer[] manyStatuses(URI node, List<UserId> users) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Callable<Integer>> requests = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        UserId user = users.get(i % users.size()); // Snapshots at a time are limited per user.
        requests.add(() -> status(node, user));
      }
      Integer[] statuses = new Integer[REQUESTS];
      int next = 0;
      for (Future<Integer> answer : clients.invokeAll(requests)) {
        statuses[next++] = answer.get();
      }
      return statuses;
    } finally {
      clients.shutdownNow();
    }
  }

  private static void restart(PgBouncer proxy, ThrowingRunnable meanwhile) throws Exception {
    proxy.stop();
    meanwhile.run();
    proxy.start();
  }
}
