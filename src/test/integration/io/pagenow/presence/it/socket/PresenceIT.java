package io.pagenow.presence.it.socket;

import static io.pagenow.presence.it.client.Socket.message;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Updates and heartbeats on a socket, and the keys that other services read. */
class PresenceIT extends SharedServers {

  @Test
  void friendsOnBothNodesAndTheSenderGetTheUpdateToTheLetter() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    UserId cat = friend("cat", ann);
    UserId eve = user("eve");
    try (Socket sender = connect(ann, nodeA);
        Socket near = connect(ben, nodeA);
        Socket far = connect(cat, nodeB);
        Socket stranger = connect(eve, nodeA)) {
      sender.update("https://www.github.com/x?a=\"b\"", "A <title> 🐈");

      String update =
          "{\"type\":\"update-presence\",\"userId\":\""
              + ann
              + "\",\"url\":\"https://www.github.com/x?a=\\\"b\\\"\",\"title\":\"A <title> 🐈\","
              + "\"domain\":\"github.com\",\"latestUrl\":\"https://www.github.com/x?a=\\\"b\\\"\","
              + "\"latestTitle\":\"A <title> 🐈\",\"latestDomain\":\"github.com\"}";
      for (Socket socket : List.of(sender, near, far)) {
        socket.next(message("update-presence", ann));
        assertEquals(List.of(update), socket.texts());
      }
      assertEquals(List.of(), stranger.texts());
    }
  }

  @Test
  void keysAreThoseThatOtherServicesRead() throws Exception {
    UserId ann = user("ann");
    try (Socket socket = connect(ann, nodeA)) {
      String connection = redis.hget("presence_user_connection", ann.value());
      assertEquals(ann.value(), redis.hget("presence_connection_user", connection));
      assertNull(redis.hget("page", ann.value()));

      socket.update("https://example.com/", "Example");
      socket.next(message("update-presence", ann));
      String page = "{\"url\":\"https://example.com/\",\"title\":\"Example\"}";
      assertEquals(page, redis.hget("page", ann.value()));
      assertEquals(page, redis.hget("latest_page", ann.value()));

      socket.update("", "");
      await().until(() -> "{\"url\":\"\",\"title\":\"\"}".equals(redis.hget("page", ann.value())));
      assertEquals(page, redis.hget("latest_page", ann.value()));
      double age = System.currentTimeMillis() - redis.zscore("status", ann.value());
      assertEquals(0, age, 10_000, "milliseconds");
    }
    await().until(() -> redis.zscore("status", ann.value()) == null);
    assertNull(redis.hget("presence_user_connection", ann.value()));
    assertNull(redis.hget("page", ann.value()));
    assertNull(redis.hget("latest_page", ann.value()));
  }

  @Test
  void heartbeatIsActivityAndTellsNobody() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket socket = connect(ann, nodeA);
        Socket friend = connect(ben, nodeA)) {
      redis.zadd("status", 1, ann.value());
      socket.heartbeat();

      await().until(() -> redis.zscore("status", ann.value()) > 1);
      assertEquals(List.of(), socket.texts());
      assertEquals(List.of(), friend.texts());
    }
  }

  @Test
  void hiddenActivityKeepsWhatWasSharedLast() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket socket = connect(ann, nodeA);
        Socket friend = connect(ben, nodeB)) {
      socket.update("https://a.b.co.kr/", "Shared").update("", "");

      var hidden =
          friend.next(message("update-presence", ann).and(json -> json.getString("url").isEmpty()));
      assertEquals("", hidden.getString("domain"));
      assertEquals("https://a.b.co.kr/", hidden.getString("latestUrl"));
      assertEquals("Shared", hidden.getString("latestTitle"));
      assertEquals("b.co.kr", hidden.getString("latestDomain"));
    }
  }
}
