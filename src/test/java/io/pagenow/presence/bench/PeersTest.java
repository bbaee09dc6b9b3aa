package io.pagenow.presence.bench;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.testing.NodeJs;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts each peer of the benchmark with few users, so that they measure what they should. */
class PeersTest {

  private static final long SEED = 1;
  private static final int RATE = 100;
  private static final Duration STEP = Duration.ofSeconds(1);

  private final Graph graph = Graph.random(10, 4, SEED);

  @Test
  void bareServerDeliversToAllFriends(@TempDir Path directory) throws Exception {
    try (Installation installation = start(Peer.NETTY, directory);
        Generator generator = generator(installation)) {
      checkDeliveries(installation, generator);
      HttpRequest request =
          HttpRequest.newBuilder(Endpoint.local(port(installation), Endpoint.SNAPSHOTS)).build();
      var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      assertEquals(BaselineResource.ANSWER, answer.body());
    }
  }

  @Test
  void socketIoDeliversToAllFriendsAndShowsTheirPages(@TempDir Path directory) throws Exception {
    NodeJs.assume("The peer with Socket.IO is not tested: ");
    try (Installation installation = start(Peer.SOCKETIO, directory);
        Generator generator = generator(installation)) {
      assertEquals(0, installation.recorded());
      checkDeliveries(installation, generator);
      assertEquals(graph.users(), installation.recorded());
      assertTrue(Memory.read(installation).heap() > 1_000_000);
      String token = installation.token(0);
      Set<Integer> shown = new SnapshotReader().read(port(installation), token).keySet();
      assertEquals(graph.degree() + 1, shown.size());
      assertThrows(
          IOException.class, () -> new SnapshotReader().read(port(installation), token + "x"));

      assertTrue(Departures.measure(generator, graph).max() > 0);
      await().until(() -> installation.recorded() == 0);
    }
  }

  private Installation start(Peer peer, Path directory) throws Exception {
    return peer.subject().start().start(graph, SEED, directory);
  }

  private Generator generator(Installation installation) {
    return new Generator(installation::endpoint, 0, graph.users(), 4);
  }

  private void checkDeliveries(Installation installation, Generator generator) {
    assertEquals(0, generator.connect());
    if (installation.hasStores()) {
      await().until(() -> installation.recorded() == graph.users());
    }
    Deliveries deliveries =
        new OpenLoop(generator, graph, installation.usage()).run(RATE, STEP).deliveries();
    assertTrue(deliveries.expected() >= RATE);
    assertTrue(deliveries.areFaultless(), deliveries::toString);
  }

  private static int port(Installation installation) {
    return installation.endpoint(0).address().getPort();
  }

  @Test
  void failureToInstallPackagesSaysWhatIsNeeded(@TempDir Path directory) throws Exception {
    Path sources = Files.createDirectory(directory.resolve("sources"));
    Files.writeString(sources.resolve("package.json"), "no JSON");
    var failure =
        assertThrows(
            IOException.class,
            () -> SocketIoInstallation.install(sources, directory.resolve("copy")));
    assertTrue(
        failure.toString().contains("needs Node.js 20 or later with npm"), failure::toString);
  }

  @Test
  void unknownPeerIsRefused() {
    var refused = assertThrows(IllegalArgumentException.class, () -> Peer.parse("socket.io"));
    assertEquals(
        "A peer is socketio or netty, not socket.io: see bench.peers", refused.getMessage());
  }
}
