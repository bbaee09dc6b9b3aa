package io.pagenow.presence.it.socket;

import static io.pagenow.presence.it.TestEnvironment.NODE_A;
import static io.pagenow.presence.it.client.Socket.error;
import static io.pagenow.presence.it.client.Socket.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.DeployedApplication;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.it.client.RawSocket;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.local.Jcmd;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UserId;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits for data from clients and for old data, and their effect on friends and servers. */
class BoundsIT extends DeployedApplication {

  private static final int FRIENDS = 400;

  @ParameterizedTest
  @CsvSource({
    "\\ud800, \ufffd",
    "a\\udc08b, a\ufffdb",
    "\\ud83d\\ud83d\\udc08, \ufffd\ud83d\udc08",
  })
  void unpairedSurrogatesAreReplacedEverywhere(String escaped, String shown) throws Exception {
    String url = "https://example.com/";
    assertShown(url + escaped, escaped, url + shown, shown);
  }

  @Test
  void unpairedSurrogateAtTheTitleLimitIsReplaced() throws Exception {
    String start = "t".repeat(Page.MAX_TITLE_LENGTH - 1);
    String url = "https://example.com/";
    assertShown(url, start + "\\ud83d" + "more", url, start + "\ufffd");
  }

  @ParameterizedTest
  @CsvSource({
    "https://alice:secret@example.com/a@b, https://example.com/a@b",
    "HTTPS:\\\\\\\\alice:secret@example.com/, HTTPS:\\\\example.com/",
    "view-source:https://alice:secret@example.com/, view-source:https://example.com/",
  })
  void userInfoIsRemovedEverywhere(String sent, String shown) throws Exception {
    assertShown(sent, "Title", shown, "Title");
  }

  @Test
  void emptyUrlHasNoTitleAnywhere() throws Exception {
    assertShown("", "Secret", "", "");
  }

  /** Sends a page, as JSON, and asserts that a friend on the other node sees it in all ways. */
  private void assertShown(String url, String title, String shownUrl, String shownTitle)
      throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket socket = connect(ann, nodeA);
        Socket friend = connect(ben, nodeB)) {
      socket.send(
          "{\"action\":\"update-presence\",\"url\":\"" + url + "\",\"title\":\"" + title + "\"}");
      for (Socket each : List.of(socket, friend)) {
        JsonObject event = each.next(message("update-presence", ann));
        assertEquals(shownUrl, event.getString("url"));
        assertEquals(shownTitle, event.getString("title"));
      }
    }
    try (Socket socket = connect(ann, nodeA)) {
      socket.send(
          "{\"action\":\"update-presence\",\"url\":\"" + url + "\",\"title\":\"" + title + "\"}");
      socket.next(message("update-presence", ann));
      assertFalse(redis.hget("page", ann.value()).contains("ecret"));
      JsonObject page = get("api/presence/" + ann, ben).json();
      assertEquals(shownUrl, page.getString("url"));
      assertEquals(shownTitle, page.getString("title"));
    }
  }

  @Test
  void oldDataIsCleanedWhenItIsRead() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    UserId cat = friend("cat", ann);
    UserId dan = friend("dan", ann);
    isOnline(ben, "{\"url\":\"https://u:p@example.com/\",\"title\":\"\\ud800\"}");
    isOnline(cat, "{\"url\":\"\",\"title\":\"Secret\"}");
    isOnline(dan, "no JSON");

    JsonObject snapshot = get("api/presence", ann).json();

    assertEquals(
        "{\"url\":\"https://example.com/\",\"title\":\"\ufffd\",\"domain\":\"example.com\"}",
        page(snapshot, ben).toString());
    for (UserId hidden : List.of(cat, dan)) {
      assertEquals(
          "{\"url\":\"\",\"title\":\"\",\"domain\":\"\"}", page(snapshot, hidden).toString());
    }
    assertEquals("{\"url\":\"\",\"title\":\"\"}", get("api/presence/" + cat, ann).body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "\\n", "\\t", "\\u001f", "\\u007f", "\\u0085"})
  void urlWithAControlCharacterCountsAsHiddenActivity(String control) throws Exception {
    UserId ann = user("ann");
    try (Socket socket = connect(ann, nodeA)) {
      socket.send(
          "{\"action\":\"update-presence\",\"url\":\"https://example.com/"
              + control
              + "\",\"title\":\"Title\"}");

      socket.next(error("invalid-url"));
      JsonObject event = socket.next(message("update-presence", ann));
      assertEquals("", event.getString("url"));
      assertEquals("", event.getString("title"));
    }
  }

  @Test
  void urlIsLimitedInBytes() throws Exception {
    UserId ann = user("ann");
    try (Socket socket = connect(ann, nodeA)) {
      socket.update("https://example.com/" + "가".repeat(Page.MAX_URL_BYTES / 3), "Long");

      socket.next(error("url-too-long"));
      assertEquals("", socket.next(message("update-presence", ann)).getString("url"));
    }
  }

  @Test
  void hostsThatDnsCannotHaveHaveNoDomainAndHoldNobodyUp() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket socket = connect(ann, nodeA);
        Socket friend = connect(ben, nodeB)) {
      for (String host :
          List.of(
              "a.".repeat(4_000), "가".repeat(2_600), "가.".repeat(2_000), "\ufdfa".repeat(2_600))) {
        for (int i = 0; i < 10; i++) {
          socket.update("https://" + host + "com/" + i, "Long");
        }
      }
      socket.update("https://example.com/last", "Last");
      friend.next(
          message("update-presence", ann).and(json -> json.getString("title").equals("Last")));
      assertTrue(
          friend.received().stream()
              .filter(message("update-presence", ann))
              .filter(json -> json.getString("title").equals("Long"))
              .allMatch(json -> json.getString("domain").isEmpty()));
    }
  }

  @Test
  void friendWithoutANameIsThereAndHasEmptyNames() throws Exception {
    UserId ann = user("ann");
    people.sql(
        "SET session_replication_role = replica; INSERT INTO friendship_table (user_id1, user_id2,"
            + " accepted_at) VALUES ('%s', 'nameless', now())".formatted(ann));
    isOnline(new UserId("nameless"), "{\"url\":\"https://example.com/\",\"title\":\"X\"}");

    JsonObject snapshot = get("api/presence", ann).json();

    assertEquals("X", page(snapshot, new UserId("nameless")).getString("title"));
    assertEquals(
        "{\"user_id\":\"nameless\",\"first_name\":\"\",\"last_name\":\"\","
            + "\"profile_image_extension\":null}",
        snapshot.getJsonObject("userInfoMap").getJsonObject("nameless").toString());
  }

  @Test
  void snapshotsOfTheLargestPagesLeaveTheServerItsMemory() throws Exception {
    assertTrue(
        Jcmd.ask(TestEnvironment.process(NODE_A), "VM.flags").contains("MaxHeapSize=536870912"));
    List<UserId> friends = users("friend", FRIENDS);
    List<UserId> callers = users("caller", 3);
    for (UserId caller : callers) {
      people.befriendAll(friends.stream().map(friend -> caller).toList(), friends);
    }
    String start = "https://example.com/";
    for (UserId friend : friends) {
      // 한 is not in Latin-1, so that Java needs two bytes for each character.
      String url = start + "x".repeat(Page.MAX_URL_BYTES - start.length() - 3) + "한";
      isOnline(
          friend,
          "{\"url\":\"%s\",\"title\":\"%s\"}".formatted(url, "🐈".repeat(Page.MAX_TITLE_LENGTH)));
    }
    UserId attacker = callers.get(0);

    List<Callable<Http.Answer>> requests = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      requests.add(() -> get("api/presence", attacker));
    }
    for (UserId caller : callers) {
      requests.add(() -> get("api/presence", caller));
    }
    Map<Integer, Long> statuses =
        all(requests).stream()
            .peek(answer -> assertBounded(answer, friends))
            .collect(Collectors.groupingBy(Http.Answer::status, Collectors.counting()));

    System.out.println("Answers to " + requests.size() + " large snapshots: " + statuses);
    assertTrue(statuses.getOrDefault(429, 0L) > 0, statuses.toString());
    assertFalse(Files.readString(TestEnvironment.serverLog(NODE_A)).contains("OutOfMemoryError"));
    // On a slow machine, all answers so far may have been 503.
    Http.Answer answer =
        await().until(() -> get("api/presence", attacker), last -> last.status() == 200);
    assertBounded(answer, friends);
    friends.forEach(friend -> redis.hdel("page", friend.value()));
  }

  private static void assertBounded(Http.Answer answer, List<UserId> friends) {
    if (answer.status() != 200) {
      assertTrue(answer.status() == 429 || answer.status() == 503, answer.body());
      assertFalse(answer.header("Retry-After").isEmpty());
      assertEquals(answer.status(), answer.json().getInt("status"));
      return;
    }
    assertEquals("pages", answer.header("Presence-Incomplete"));
    assertTrue(answer.body().getBytes(UTF_8).length < 5_000_000);
    List<JsonObject> entries =
        answer.json().getJsonArray("presenceArr").getValuesAs(JsonObject.class);
    assertEquals(friends.size(), entries.size());
    assertTrue(entries.stream().noneMatch(entry -> entry.isNull("page")), "online is never hidden");
    assertTrue(
        entries.stream().anyMatch(entry -> entry.getJsonObject("page").getString("url").isEmpty()));
  }

  @Test
  void userWhoDoesNotReadSnapshotsGetsNoMoreOfThem() throws Exception {
    UserId ann = user("ann");
    List<UserId> friends = users("friend", 200);
    people.befriendAll(friends.stream().map(friend -> ann).toList(), friends);
    String url = "https://example.com/" + "x".repeat(8_000);
    friends.forEach(friend -> isOnline(friend, "{\"url\":\"" + url + "\",\"title\":\"\"}"));
    String request =
        "GET /presence-api/api/presence HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
            + token(ann)
            + "\r\n\r\n";
    List<RawSocket> slow = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      slow.add(RawSocket.connect(nodeA).write(request));
    }
    try {
      await().until(() -> get("api/presence", ann).status() == 429);
      UserId ben = user("ben");
      await().until(() -> get("api/presence", ben).status() == 200);
    } finally {
      for (RawSocket socket : slow) {
        socket.close();
      }
    }
    await().until(() -> get("api/presence", ann).status() == 200);
    friends.forEach(friend -> redis.hdel("page", friend.value()));
  }

  private void isOnline(UserId user, String page) {
    redis.zadd("status", (double) System.currentTimeMillis(), user.value());
    redis.hset("page", user.value(), page);
    redis.hset("latest_page", user.value(), page);
  }

  private static List<Http.Answer> all(List<Callable<Http.Answer>> requests) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(64);
    try {
      List<Http.Answer> answers = new ArrayList<>();
      for (Future<Http.Answer> answer : clients.invokeAll(requests)) {
        answers.add(answer.get());
      }
      return answers;
    } finally {
      clients.shutdownNow();
    }
  }

  private static JsonObject page(JsonObject snapshot, UserId user) throws IOException {
    return snapshot.getJsonArray("presenceArr").getValuesAs(JsonObject.class).stream()
        .filter(entry -> entry.getString("userId").equals(user.value()))
        .findFirst()
        .orElseThrow(() -> new IOException("No entry of " + user))
        .getJsonObject("page");
  }
}
