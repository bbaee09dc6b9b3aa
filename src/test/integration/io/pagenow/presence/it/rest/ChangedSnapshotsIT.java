package io.pagenow.presence.it.rest;

import static io.pagenow.presence.it.client.Snapshots.entry;
import static io.pagenow.presence.it.client.Socket.message;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Snapshots for clients that hold one already, and snapshots of some friends. */
class ChangedSnapshotsIT extends SharedServers {

  private static final String ORIGIN = "http://localhost:4200";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Test
  void aSnapshotThatHasNotChangedIsNotSentAgain() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket socket = connect(ben, nodeA)) {
      share(socket, ben, "One");
      Http.Answer first = get("api/presence", ann);
      String tag = first.header("ETag");
      assertTrue(tag.startsWith("W/\""), tag);

      double active = redis.zscore("status", ben.value());
      socket.heartbeat();
      await().until(() -> redis.zscore("status", ben.value()) > active);
      Http.Answer same = conditional(ann, nodeB, "\"other\", " + tag);
      assertEquals(304, same.status());
      assertEquals("", same.body());
      assertEquals(tag, same.header("ETag"));
      assertEquals("no-store", same.header("Cache-Control"));
      assertEquals(ORIGIN, same.header("Access-Control-Allow-Origin"));
      assertTrue(same.header("Access-Control-Expose-Headers").contains("ETag"));
      assertTrue(same.header("Vary").contains("Origin"));
      assertEquals(200, conditional(ben, nodeA, tag).status(), "another user");

      share(socket, ben, "Two");
      Http.Answer changed = conditional(ann, nodeA, tag);
      assertEquals(200, changed.status());
      assertNotEquals(tag, changed.header("ETag"));
      assertEquals("Two", entry(changed.json(), ben).getJsonObject("page").getString("title"));
    }
  }

  @Test
  void pagesOfAllowedOriginsMaySendTheTag() throws Exception {
    Http.Answer preflight =
        Http.request("OPTIONS", nodeA, "api/presence")
            .header("Origin", ORIGIN)
            .header("Access-Control-Request-Method", "GET")
            .header("Access-Control-Request-Headers", "authorization,if-none-match")
            .send();

    assertEquals(204, preflight.status());
    assertTrue(preflight.header("Access-Control-Allow-Headers").contains("If-None-Match"));
  }

  @Test
  void onlyFriendsAmongTheIdsAreInTheAnswer() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    UserId cat = friend("cat", ann);
    UserId stranger = user("stranger");
    UserId asking = user("asking");
    people.sql(
        "INSERT INTO friendship_table (user_id1, user_id2) VALUES ('%s', '%s')"
            .formatted(asking, ann));

    JsonObject one =
        get("api/presence?ids=%s,%s,%s,%s".formatted(ben, stranger, asking, ann), ann).json();
    assertEquals(List.of(ben.value()), users(one));
    assertEquals(Set.of(ann.value(), ben.value()), one.getJsonObject("userInfoMap").keySet());
    assertEquals(ann.value(), one.getJsonObject("userPresence").getString("userId"));
    assertEquals(2, users(get("api/presence?ids=%s%%2C%s".formatted(ben, cat), ann).json()).size());

    Http.Answer unknown = get("api/presence?ids=nobody", ann);
    assertEquals(200, unknown.status());
    for (UserId other : List.of(stranger, asking)) {
      assertEquals(unknown.body(), get("api/presence?ids=" + other, ann).body());
    }
  }

  @Test
  void upTo650IdsAreAccepted() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    String others =
        Stream.generate(UUID::randomUUID)
            .limit(649)
            .map(UUID::toString)
            .collect(Collectors.joining(","));

    Http.Answer most = get("api/presence?ids=" + others + "," + ben, ann);
    assertEquals(200, most.status());
    assertEquals(List.of(ben.value()), users(most.json()));
    for (String bad : List.of("", "a,,b", "a%20b", others + ",a,b", "a&since=")) {
      Http.Answer refused = get("api/presence?ids=" + bad, ann);
      assertEquals(400, refused.status());
      assertTrue(refused.isProblem(), refused.body());
    }
  }

  @Test
  void onlyWhatChangedIsSentByEachNode() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    friend("cat", ann);
    try (Socket socket = connect(ben, nodeA)) {
      share(socket, ben, "One");
      JsonObject full = changes("", ann, nodeA);
      assertTrue(full.getBoolean("full"));
      assertEquals(2, users(full).size());

      JsonObject changed =
          await()
              .atMost(PATIENCE)
              .until(
                  () -> {
                    JsonObject nothing = resumed(changes("", ann, nodeA), ann, nodeB);
                    assertEquals(List.of(), users(nothing));
                    share(socket, ben, "Page " + UUID.randomUUID());
                    return changes(nothing.getString("since", "0-"), ann, nodeA);
                  },
                  answer -> !answer.getBoolean("full") && !answer.isNull("since"));
      assertEquals(List.of(ben.value()), users(changed));

      people.sql("DELETE FROM friendship_table WHERE user_id1 = '%s'".formatted(ben));
      assertTrue(changes(changed.getString("since"), ann, nodeB).getBoolean("full"));
      assertTrue(changes("unknown", ann, nodeA).getBoolean("full"));
    }
  }

  /**
   * Waits until a node accepts a value from after the events until now. Another test may have
   * paused Redis. Then each node reads again what it may have missed, and refuses earlier values.
   */
  private JsonObject resumed(JsonObject answer, UserId caller, URI node) {
    long version = entryVersion(answer);
    return await()
        .atMost(PATIENCE)
        .until(
            () -> {
              String since = changes("", caller, nodeA).getString("since", "0-");
              return Long.parseLong(since.split("-", -1)[0]) > version
                  ? changes(since, caller, node)
                  : JsonValue.EMPTY_JSON_OBJECT;
            },
            resumed -> !resumed.getBoolean("full", true));
  }

  private static long entryVersion(JsonObject answer) {
    return answer.getJsonArray("presenceArr").getValuesAs(JsonObject.class).stream()
        .mapToLong(entry -> entry.getJsonNumber("version").longValue())
        .max()
        .orElseThrow();
  }

  private JsonObject changes(String since, UserId caller, URI node) throws IOException {
    return get("api/presence?since=" + since, caller, node).json();
  }

  private static Http.Answer conditional(UserId caller, URI node, String tags) throws IOException {
    return Http.get(node, "api/presence")
        .header("Authorization", token(caller))
        .header("Origin", ORIGIN)
        .header("If-None-Match", tags)
        .send();
  }

  private static List<String> users(JsonObject answer) {
    return answer.getJsonArray("presenceArr").getValuesAs(JsonObject.class).stream()
        .map(entry -> entry.getString("userId"))
        .toList();
  }

  private static void share(Socket socket, UserId user, String title) {
    socket.update("https://example.com/", title);
    socket.next(
        json ->
            message("update-presence", user).test(json) && json.getString("title").equals(title));
  }
}
