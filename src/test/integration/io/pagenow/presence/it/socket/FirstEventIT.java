package io.pagenow.presence.it.socket;

import static io.pagenow.presence.it.client.Socket.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.client.RawSocket;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Events right after the status 101, and the page of the remaining device. */
class FirstEventIT extends SharedServers {

  private static final int CONNECTIONS = 60;

  @Test
  void eventPublishedRightAfterThe101IsDelivered() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    int lost = 0;
    try (Socket sender = connect(ann, nodeA)) {
      for (int i = 0; i < CONNECTIONS; i++) {
        String url = "https://example.com/" + i;
        try (RawSocket watcher = RawSocket.connect(i % 2 == 0 ? nodeA : nodeB)) {
          watcher.write(RawSocket.handshake(i % 2 == 0 ? nodeA : nodeB, token(ben)));
          assertEquals(101, watcher.status());
          sender.update(url, "");
          String first = watcher.read().text();
          // The previous event may still be in transit between the nodes.
          String event = first.contains(url) ? first : watcher.read().text();
          assertTrue(event.contains(url), event);
          watcher.breakOff();
        } catch (IOException e) {
          lost++; // No event arrived in time.
        }
      }
    }
    assertEquals(0, lost, "of " + CONNECTIONS);
  }

  @Test
  void pageOfTheDeviceThatRemainsIsShown() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket phone = connect(ann, nodeA);
        Socket friend = connect(ben, nodeB)) {
      phone.update("https://phone.example/", "Phone");
      friend.next(message("update-presence", ann));
      try (Socket laptop = connect(ann, nodeB)) {
        laptop.update("https://laptop.example/", "Laptop");
        friend.next(shows(ann, "https://laptop.example/"));
      }

      friend.next(shows(ann, "https://phone.example/"), Duration.ofSeconds(10));
      assertEquals(
          "{\"url\":\"https://phone.example/\",\"title\":\"Phone\"}",
          redis.hget("page", ann.value()));
    }
  }

  private static Predicate<JsonObject> shows(UserId user, String url) {
    return message("update-presence", user).and(json -> json.getString("url").equals(url));
  }
}
