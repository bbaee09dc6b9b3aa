package io.pagenow.presence.it.rest;

import static io.pagenow.presence.it.client.Snapshots.entry;
import static io.pagenow.presence.it.client.Socket.message;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Snapshots, as the chat client reads them. */
class SnapshotIT extends SharedServers {

  @Test
  void everyAcceptedFriendIsThereOnlineOrNot() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    UserId cat = friend("cat", ann);
    UserId dan = friend("dan", ann);
    UserId pending = user("pending");
    people.sql(
        "INSERT INTO friendship_table (user_id1, user_id2) VALUES ('"
            + pending
            + "', '"
            + ann
            + "')");
    people.sql(
        "UPDATE user_table SET profile_image_extension = 'png' WHERE user_id = '" + ben + "'");
    try (Socket shown = connect(ben, nodeA);
        Socket silent = connect(cat, nodeB);
        Socket own = connect(ann, nodeB)) {
      shown.update("https://a.b.co.kr/x", "Ben's");
      own.update("", "");
      shown.next(message("update-presence", ben));
      own.next(message("update-presence", ann));

      Http.Answer answer = get("api/presence", ann);
      assertEquals(200, answer.status());
      assertEquals("application/json", answer.header("Content-Type").split(";", -1)[0]);
      JsonObject json = answer.json();
      assertEquals(
          "{\"userId\":\""
              + ann
              + "\",\"page\":{\"url\":\"\",\"title\":\"\",\"domain\":\"\"},"
              + "\"latestPage\":{\"url\":\"\",\"title\":\"\",\"domain\":\"\"},"
              + lastActive(ann),
          json.getJsonObject("userPresence").toString());
      assertEquals(3, json.getJsonArray("presenceArr").size());
      assertEquals(
          "{\"userId\":\""
              + ben
              + "\",\"page\":{\"url\":\"https://a.b.co.kr/x\",\"title\":\"Ben's\","
              + "\"domain\":\"b.co.kr\"},\"latestPage\":{\"url\":\"https://a.b.co.kr/x\","
              + "\"title\":\"Ben's\",\"domain\":\"b.co.kr\"},"
              + lastActive(ben),
          entry(json, ben).toString());
      String offline = "{\"userId\":\"%s\",\"page\":null,\"latestPage\":null,";
      assertEquals(
          offline.formatted(cat) + lastActive(cat),
          entry(json, cat).toString(),
          "connected, said nothing");
      assertEquals(
          offline.formatted(dan) + "\"lastActiveAt\":null,\"version\":0}",
          entry(json, dan).toString());
      JsonObject names = json.getJsonObject("userInfoMap");
      assertEquals(Set.of(ann.value(), ben.value(), cat.value(), dan.value()), names.keySet());
      assertEquals(
          "{\"user_id\":\""
              + ben
              + "\",\"first_name\":\""
              + ben
              + "\",\"last_name\":\"Test\",\"profile_image_extension\":\"png\"}",
          names.getJsonObject(ben.value()).toString());
      assertEquals(JsonValue.NULL, names.getJsonObject(ann.value()).get("profile_image_extension"));
      assertTrue(silent.isOpen());
    }
  }

  @Test
  void idleUserIsOfflineBeforeTheSweep() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket socket = connect(ben, nodeA)) {
      socket.update("https://example.com/", "Example");
      socket.next(message("update-presence", ben));
      redis.zadd("status", (double) (System.currentTimeMillis() - 181_000), ben.value());

      assertEquals(JsonValue.NULL, entry(get("api/presence", ann).json(), ben).get("page"));
      assertEquals("null", get("api/presence/" + ben, ann).body());

      socket.heartbeat();
      await().until(() -> !get("api/presence/" + ben, ann).body().equals("null"));
    }
  }

  @Test
  void lastActivityOutlivesGoingOffline() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    long before = System.currentTimeMillis();
    try (Socket socket = connect(ben, nodeA)) {
      socket.update("https://example.com/", "Example");
      socket.next(message("update-presence", ben));
    }
    long after = System.currentTimeMillis();
    await().until(() -> redis.zscore("status", ben.value()) == null);

    JsonObject entry = entry(get("api/presence", ann).json(), ben);
    assertEquals(JsonValue.NULL, entry.get("page"));
    long lastActive = entry.getJsonNumber("lastActiveAt").longValue();
    assertTrue(before <= lastActive && lastActive <= after, entry.toString());
  }

  @Test
  void userWithoutFriendsOrProfileIsFine() throws Exception {
    UserId stranger = new UserId("stranger");

    assertEquals(
        "{\"userPresence\":{\"userId\":\"stranger\",\"page\":null,\"latestPage\":null,"
            + "\"lastActiveAt\":null,\"version\":0},"
            + "\"presenceArr\":[],\"userInfoMap\":{}}",
        get("api/presence", stranger).body());
  }

  /** Returns the end of the entry of a connected user. */
  private String lastActive(UserId user) {
    String version = redis.hget("presence:versions", user.value());
    return "\"lastActiveAt\":%d,\"version\":%s}"
        .formatted(
            redis.zscore("status", user.value()).longValue(),
            version == null ? "0" : version.split(" ", -1)[0]);
  }
}
