package io.pagenow.presence.it.lifecycle;

import static io.pagenow.presence.it.client.Socket.message;
import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.it.DeployedApplication;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.local.ApplicationServer;
import io.pagenow.presence.local.Build;
import io.pagenow.presence.local.FreePort;
import io.pagenow.presence.local.Jcmd;
import io.pagenow.presence.local.LocalRedis;
import io.pagenow.presence.model.UserId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/**
 * Repeated redeployment on a running server. Undeployment releases all that the application
 * brought.
 */
class RedeploymentIT extends DeployedApplication {

  private static final String HUB = Hub.class.getName();
  private static final int CYCLES = 10;

  /**
   * The maximum number of old class loaders that may stay in memory. Each stays until its reference
   * is replaced. Heap dumps showed only these references:
   *
   * <ul>
   *   <li>the last task of an idle server thread, one for sockets and one for timers;
   *   <li>the last request of such a thread, which {@link #replaceLastRequests} replaces;
   *   <li>a server thread, or the cleaner of the JDBC driver, started on behalf of the application;
   *   <li>the virtual machine's cache of how records are compared.
   * </ul>
   *
   * <p>Of an application with one servlet, one endpoint and one timer, two of ten stayed.
   */
  private static final int MOST_HELD = 5;

  /** More concurrent requests than a server has idle threads. */
  private static final int REQUESTS = 100;

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Test
  void tenDeploymentsLeaveNoThreadClassNorConnectionBehind(@TempDir Path directory)
      throws Exception {
    int port = FreePort.find();
    URI node = TestEnvironment.application(port);
    UserId ann = user("ann");
    try (LocalRedis ownRedis = LocalRedis.start(directory);
        Jedis client = new Jedis("127.0.0.1", ownRedis.port());
        ApplicationServer server = TestEnvironment.anotherServer("node-redeployed")) {
      Map<String, String> settings =
          TestEnvironment.undisturbed(ownRedis.settings(ownRedis.port()));
      // The pool belongs to the server: with two connections, a leak shows soon.
      settings.put("RDS_POOL_MAX", "2");
      // By default, softly reachable objects stay for minutes, which is no leak.
      settings.put("JAVA_TOOL_OPTIONS", "-XX:SoftRefLRUPolicyMSPerMB=0");
      server.deploy(Build.war());
      server.start(port, settings);
      for (int cycle = 1; cycle <= CYCLES; cycle++) {
        server.awaitReady(node);
        use(node, ann);
        server.undeploy();
        await().atMost(PATIENCE).until(() -> status(node) == 404);
        if (cycle < CYCLES) {
          server.deploy(Build.war());
        }
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertEquals("", lines(client.clientList(), "name=presence-api")));
      assertEquals("", lines(Jcmd.ask(server.process(), "Thread.print"), "\"presence-"), "threads");
      // The server's scheduler keeps a cancelled task until the task would have run.
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                replaceLastRequests(node);
                Jcmd.ask(server.process(), "GC.run");
                String loaded = lines(Jcmd.ask(server.process(), "VM.class_hierarchy", HUB), HUB);
                assertTrue(loaded.lines().count() <= MOST_HELD, loaded);
              });
    }
  }

  /** Uses every part of the application. */
  private static void use(URI node, UserId user) throws IOException {
    await().atMost(PATIENCE).until(() -> Http.get(node, "health/ready").send().status() == 200);
    try (Socket socket = Socket.open(node, token(user))) {
      socket.update("https://example.com/", "Example");
      socket.next(message("update-presence", user));
      assertEquals(
          200, Http.get(node, "api/presence").header("Authorization", token(user)).send().status());
    }
  }

  /** Replaces the last request that each server thread remembers. */
  private static void replaceLastRequests(URI node) {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(node.resolve("/")).build();
    List<CompletableFuture<HttpResponse<Void>>> answers =
        IntStream.range(0, REQUESTS)
            .mapToObj(i -> client.sendAsync(request, BodyHandlers.discarding()))
            .toList();
    answers.forEach(CompletableFuture::join);
  }

  private static int status(URI node) throws IOException {
    return Http.get(node, "health/live").send().status();
  }

  private static String lines(String text, String with) {
    return text.lines().filter(line -> line.contains(with)).collect(joining("\n"));
  }
}
