package io.pagenow.presence.it.socket;

import static io.pagenow.presence.it.client.Socket.message;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.AnnAndBen;
import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import jakarta.json.JsonValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sockets that close or break, and what the friends receive. */
class CloseIT extends SharedServers {

  @RegisterExtension final AnnAndBen pair = new AnnAndBen(this);

  @Test
  void closeTellsFriendsOnceAndTheLastCloseOnly() throws Exception {
    UserId ann = pair.ann();
    Socket far = pair.socketOfBen();
    try (Socket near = connect(pair.ben(), nodeA)) {
      Socket one = connect(ann, nodeA);
      Socket two = connect(ann, nodeB);
      Socket three = connect(ann, nodeB);
      one.update("https://example.com/", "Example");
      two.next(message("update-presence", ann));
      three.next(message("update-presence", ann));

      two.update("https://example.org/", "Still here");
      near.next(
          message("update-presence", ann)
              .and(json -> json.getString("title").equals("Still here")));
      one.close();
      three.close();
      assertEquals(2, near.received().stream().filter(message("update-presence", ann)).count());
      two.close();

      near.next(message("presence-timeout", ann));
      far.next(message("presence-timeout", ann));
      assertEquals(3, near.texts().size());
      assertEquals(
          "{\"type\":\"presence-timeout\",\"userId\":\"" + ann + "\"}", near.texts().get(2));
    }
  }

  @Test
  void friendsSeeNothingOfAPageThatIsLoadedAgain() throws Exception {
    UserId ann = pair.ann();
    Socket friend = pair.socketOfBen();
    Socket page = connect(ann, nodeA);
    page.update("https://example.com/", "Example");
    friend.next(message("update-presence", ann));
    page.closeWith(1001);
    await().until(() -> redis.zscore("presence:parting", ann.value()) != null);
    Socket loadedAgain = connect(ann, nodeB);
    await().until(() -> redis.zscore("presence:parting", ann.value()) == null);
    assertEquals(1, friend.texts().size());

    loadedAgain.closeWith(1001);
    friend.next(message("presence-timeout", ann));
    assertEquals(2, friend.texts().size());
  }

  @Test
  void socketThatBreaksIsNoticedAndItsPageComesBackWithItsUser() throws Exception {
    UserId ann = pair.ann();
    Socket friend = pair.socketOfBen();
    Socket broken = connect(ann, nodeA);
    broken.update("https://example.com/", "Example");
    friend.next(message("update-presence", ann));
    broken.breakOff();
    await().until(() -> redis.zscore("presence:parting", ann.value()) != null);
    assertEquals(1, friend.texts().size(), "friends wait whether the user comes back");
    redis.zadd("presence:parting", 1, ann.value());
    friend.next(message("presence-timeout", ann));

    try (Socket back = connect(ann, nodeB)) {
      back.next(message("update-presence", ann));
      await().until(() -> friend.texts().size() == 3);
      assertEquals(friend.texts().get(0), friend.texts().get(2));
    }
  }

  @Test
  void lateCloseOfABrokenSocketDoesNotTouchTheNewOne() throws Exception {
    UserId ann = pair.ann();
    Socket friend = pair.socketOfBen();
    Socket old = connect(ann, nodeA);
    old.update("https://example.com/", "Old");
    friend.next(message("update-presence", ann));
    try (Socket fresh = connect(ann, nodeA)) {
      old.breakOff();
      await()
          .until(
              () ->
                  redis.hvals("presence_connection_user").stream()
                          .filter(ann.value()::equals)
                          .count()
                      == 1);
      fresh.update("https://example.com/", "New");
      friend.next(
          message("update-presence", ann).and(json -> json.getString("title").equals("New")));
      assertEquals(2, friend.texts().size());
    }
  }

  @Test
  void closeDuringUpdatesComesAfterThem() throws Exception {
    UserId ann = pair.ann();
    UserId ben = pair.ben();
    Socket friend = pair.socketOfBen();
    Socket socket = connect(ann, nodeA);
    for (int i = 0; i < 30; i++) {
      socket.update("https://example.com/" + i, "");
    }
    socket.close();

    friend.next(message("presence-timeout", ann));
    List<String> texts = friend.texts();
    assertTrue(texts.get(texts.size() - 1).contains("presence-timeout"), texts.toString());
    assertNull(redis.hget("page", ann.value()));
    assertEquals(
        JsonValue.NULL,
        get("api/presence", ben).json().getJsonArray("presenceArr").getJsonObject(0).get("page"));
  }
}
