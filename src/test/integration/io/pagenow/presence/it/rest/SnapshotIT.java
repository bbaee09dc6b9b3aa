package io.pagenow.presence.it.rest;

import static io.pagenow.presence.it.client.Socket.message;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.DeployedApplication;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Snapshots, as the chat client reads them. */
class SnapshotIT extends DeployedApplication {

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
      assertEquals(offline.formatted(dan) + "\"lastActiveAt\":null}", entry(json, dan).toString());
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
            + "\"lastActiveAt\":null},"
            + "\"presenceArr\":[],\"userInfoMap\":{}}",
        get("api/presence", stranger).body());
  }

  @Test
  void pageOfOneUserIsForThemAndTheirFriends() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket socket = connect(ann, nodeA)) {
      assertEquals("null", get("api/presence/" + ann, ben).body());
      socket.update("https://example.com/", "Example");
      socket.next(message("update-presence", ann));

      String page = "{\"url\":\"https://example.com/\",\"title\":\"Example\"}";
      for (UserId caller : new UserId[] {ann, ben}) {
        Http.Answer answer = get("api/presence/" + ann, caller, nodeB);
        assertEquals(200, answer.status());
        assertEquals(page, answer.body());
      }
    }
  }

  @Test
  void strangerAndNobodyAreRefusedAlike() throws Exception {
    UserId ann = user("ann");
    UserId eve = user("eve");
    people.sql(
        "INSERT INTO friendship_table (user_id1, user_id2) VALUES ('" + eve + "', '" + ann + "')");

    Http.Answer stranger = get("api/presence/" + ann, eve);
    Http.Answer nobody = get("api/presence/nobody", eve);
    Http.Answer noName = get("api/presence/no%20name", eve);

    assertEquals(403, stranger.status());
    assertEquals(403, nobody.status());
    assertEquals(403, noName.status());
    assertEquals(stranger.body(), nobody.body());
    assertEquals(stranger.body(), noName.body());
    assertEquals("application/problem+json", stranger.header("Content-Type").split(";", -1)[0]);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, api/nothing, 404",
    "GET, api/presence/ann/more, 404",
    "POST, api/presence, 405",
    "DELETE, api/presence/ann, 405",
  })
  void whatThereIsNotIsAProblem(String method, String path, int status) throws Exception {
    Http.Answer answer =
        Http.request(method, nodeA, path).header("Authorization", token(user("ann"))).send();

    assertEquals(status, answer.status());
    assertTrue(answer.header("Content-Type").startsWith("application/problem+json"));
    assertEquals(status, answer.json().getInt("status"));
  }

  @Test
  void loadBalancerIsToldThatTheNodeIsReady() throws Exception {
    for (String path : new String[] {"health/live", "health/ready"}) {
      Http.Answer answer = Http.get(nodeB, path).send();
      assertEquals(200, answer.status());
      assertEquals("UP", answer.json().getString("status"));
      assertTrue(answer.body().contains("{\"name\":\"loops\",\"status\":\"UP\"}"), answer.body());
    }
  }

  @Test
  void mediaTypeThatThereIsNotIsAProblem() throws Exception {
    Http.Answer answer =
        Http.get(nodeA, "api/presence")
            .header("Authorization", token(user("ann")))
            .header("Accept", "text/csv")
            .send();

    assertEquals(406, answer.status());
    assertEquals(406, answer.json().getInt("status"));
  }

  /** Returns the end of the entry of a connected user. */
  private String lastActive(UserId user) {
    return "\"lastActiveAt\":" + redis.zscore("status", user.value()).longValue() + "}";
  }

  private static JsonObject entry(JsonObject snapshot, UserId user) {
    JsonArray all = snapshot.getJsonArray("presenceArr");
    return all.getValuesAs(JsonObject.class).stream()
        .filter(entry -> entry.getString("userId").equals(user.value()))
        .findFirst()
        .orElseThrow();
  }
}
