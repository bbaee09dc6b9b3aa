package io.pagenow.presence.it.outage;

import static io.pagenow.presence.it.client.Socket.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.local.Build;
import io.pagenow.presence.local.FreePort;
import io.pagenow.presence.model.UserId;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A server that dies without notice, like a machine that loses its power. */
class NodeDeathIT extends SharedServers {

  @Test
  void usersOfAKilledServerAreOfflineWithinHalfAMinuteUnlessTheyCameBack() throws Exception {
    UserId ann = user("ann");
    UserId cat = user("cat");
    UserId ben = friend("ben", ann);
    people.befriend(cat, ben);
    int port = FreePort.find();
    URI third = TestEnvironment.application(port);
    try (var server = TestEnvironment.anotherServer("node-d");
        Socket friend = connect(ben, nodeB)) {
      server.deploy(Build.war());
      server.start(port, TestEnvironment.settings());
      server.awaitReady(third);
      connect(ann, third).update("https://example.com/", "Ann");
      connect(cat, third).update("https://example.com/", "Cat");
      friend.next(message("update-presence", ann));
      friend.next(message("update-presence", cat));

      server.kill();
      try (Socket back = connect(cat, nodeA)) {
        friend.next(message("presence-timeout", ann), Duration.ofSeconds(30));
        assertEquals("offline node-dead", causes(ann).get(0));
        assertEquals("closed node-dead", causes(ann).get(1));

        back.update("https://example.com/", "Cat again");
        friend.next(
            message("update-presence", cat)
                .and(json -> json.getString("title").equals("Cat again")));
        assertEquals(4, friend.texts().size(), friend.texts().toString());
        assertNull(redis.hget("presence_user_connection", ann.value()));
        assertNull(redis.hget("page", ann.value()));
        assertNull(redis.zscore("status", ann.value()));
      }
    }
  }
}
