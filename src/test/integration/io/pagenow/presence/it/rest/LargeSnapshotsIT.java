package io.pagenow.presence.it.rest;

import static io.pagenow.presence.it.TestEnvironment.NODE_A;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.it.client.RawSocket;
import io.pagenow.presence.local.Jcmd;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UserId;
import jakarta.json.JsonObject;
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

/** The largest snapshots: the server bounds their size and how many it writes at a time. */
class LargeSnapshotsIT extends SharedServers {

  private static final int FRIENDS = 400;

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
}
