package io.pagenow.presence.it.lifecycle;

import static io.pagenow.presence.it.client.Socket.message;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.local.ApplicationServer;
import io.pagenow.presence.local.Build;
import io.pagenow.presence.local.FreePort;
import io.pagenow.presence.model.UserId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node that is replaced: its users connect to another node, and their friends notice nothing. */
class RestartIT extends SharedServers {

  @Test
  void friendsSeeNothingOfARedeploymentNorOfAServerThatStops() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    Path war = Build.war();
    int port = FreePort.find();
    URI third = TestEnvironment.application(port);
    try (ApplicationServer server = TestEnvironment.anotherServer("node-c");
        Socket friend = connect(ben, nodeB)) {
      server.deploy(war);
      server.start(port, TestEnvironment.settings());
      server.awaitReady(third);
      Socket socket = connect(ann, third);
      socket.update("https://example.com/", "Example");
      friend.next(message("update-presence", ann));

      server.undeploy();
      assertEquals(Disconnect.SERVICE_RESTART.code(), socket.closeCode(Duration.ofSeconds(60)));
      socket = connect(ann, nodeA);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Http.get(third, "").send().status() == 404);
      server.deploy(war);
      server.awaitReady(third);
      Socket back = connect(ann, third);
      back.update("https://example.com/", "Example");
      back.next(message("update-presence", ann));
      socket.close();

      Thread stop = new Thread(server::close);
      stop.start();
      assertEquals(Disconnect.SERVICE_RESTART.code(), back.closeCode(Duration.ofSeconds(60)));
      try (Socket again = connect(ann, nodeA)) {
        stop.join();
        again.update("https://example.com/", "Again");
        friend.next(
            message("update-presence", ann).and(json -> json.getString("title").equals("Again")));
        assertEquals(3, friend.texts().size(), friend.texts().toString());
        assertTrue(!get("api/presence/" + ann, ben).body().equals("null"));
        assertEquals(
            List.of(),
            friend.received().stream().filter(message("presence-timeout", ann)).toList());
      }
    }
  }
}
