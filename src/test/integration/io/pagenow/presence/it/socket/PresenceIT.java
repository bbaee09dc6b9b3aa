package io.pagenow.presence.it.socket;

import static io.pagenow.presence.it.client.Socket.message;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.DeployedApplication;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The behaviours of the socket, from connect to close. */
class PresenceIT extends DeployedApplication {

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

  @Test
  void closeTellsFriendsOnceAndTheLastCloseOnly() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket near = connect(ben, nodeA);
        Socket far = connect(ben, nodeB)) {
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
  void socketThatBreaksIsNoticedAndItsPageComesBackWithItsUser() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket friend = connect(ben, nodeB)) {
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
  }

  @Test
  void lateCloseOfABrokenSocketDoesNotTouchTheNewOne() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket friend = connect(ben, nodeB)) {
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
  }

  @Test
  void closeDuringUpdatesComesAfterThem() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket friend = connect(ben, nodeB)) {
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

  @Test
  void endedFriendshipIsToldToBothSidesAndNothingCrossesAfterwards() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket one = connect(ann, nodeA);
        Socket other = connect(ben, nodeB)) {
      one.update("https://example.com/", "Before");
      other.next(message("update-presence", ann));
      people.unfriend(ann, ben);

      other.next(message("presence-timeout", ann), Duration.ofSeconds(20));
      one.next(message("presence-timeout", ben), Duration.ofSeconds(20));
      one.update("https://example.com/", "After");
      other.update("https://example.com/", "After");
      one.next(
          message("update-presence", ann).and(json -> json.getString("title").equals("After")));
      other.next(message("update-presence", ben));
      assertEquals(2 + 1, one.texts().size(), one.texts().toString());
      assertEquals(2 + 1, other.texts().size(), other.texts().toString());
    }
  }

  @Test
  void newFriendshipWorksForBothSides() throws Exception {
    UserId ann = user("ann");
    UserId ben = user("ben");
    try (Socket one = connect(ann, nodeA);
        Socket other = connect(ben, nodeB)) {
      one.update("https://example.com/", "Ann");
      one.next(message("update-presence", ann));
      people.befriend(ann, ben);

      other.next(message("update-presence", ann), Duration.ofSeconds(20));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                other.update("https://example.org/", "Ben");
                return one.received().stream().anyMatch(message("update-presence", ben));
              });
    }
  }
}
