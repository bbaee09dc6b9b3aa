package io.pagenow.presence.it.security;

import static io.pagenow.presence.it.client.Socket.message;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The sharing rules of users, on two servers. */
class SharingIT extends SharedServers {

  private static final String HIDDEN = "{\"url\":\"\",\"title\":\"\"}";
  private static final Duration STRICTER_RULES = Duration.ofSeconds(5);

  @Test
  void aPageThatTheRulesDoNotShowReachesNothing() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    people.shareAllBut(ann, "*.bank.test");
    try (Socket socket = connect(ann, nodeA);
        Socket friend = connect(ben, nodeB)) {
      socket.update("https://LOGIN.bank.test.:8443/Secret-1?x", "Secret-2");

      socket.next(hidden(ann));
      friend.next(hidden(ann));
      assertEquals(1, socket.texts().size());
      assertEquals(HIDDEN, redis.hget("page", ann.value()));
      assertEquals(null, redis.hget("latest_page", ann.value()));
      Http.Answer snapshot = get("api/presence", ben, nodeB);
      assertTrue(snapshot.body().contains("\"url\":\"\""), snapshot.body());
      for (String place :
          List.of(
              snapshot.body(),
              get("api/presence/" + ann, ann).body(),
              friend.texts().toString(),
              inboxes(),
              Files.readString(TestEnvironment.serverLog(TestEnvironment.NODE_A)),
              Files.readString(TestEnvironment.serverLog(TestEnvironment.NODE_B)))) {
        assertFalse(place.contains("Secret-"), place);
      }
    }
  }

  @Test
  void aStricterRuleHidesWhatIsShownWithinFiveSeconds() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket socket = connect(ann, nodeA);
        Socket other = connect(ann, nodeB);
        Socket friend = connect(ben, nodeB)) {
      other.update("https://bank.test/2", "Bank 2");
      friend.next(message("update-presence", ann));
      socket.update("https://bank.test/1", "Bank 1");
      friend.next(onUrl(ann, "https://bank.test/1"));

      people.shareOnly(ann, "news.test");
      long start = System.nanoTime();

      JsonObject event = friend.next(hidden(ann), STRICTER_RULES);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertTrue(took.compareTo(STRICTER_RULES) < 0, took.toString());
      assertEquals("", event.getString("latestUrl"));
      assertEquals(HIDDEN, redis.hget("page", ann.value()));
      assertEquals(null, redis.hget("latest_page", ann.value()));
      await()
          .atMost(STRICTER_RULES)
          .until(() -> !redis.hgetAll("presence:reports").toString().contains("bank.test/"));

      // Nothing shows that a node knows the new rules. After this time both nodes must.
      await().until(() -> System.nanoTime() - start > STRICTER_RULES.toNanos());
      socket.update("https://bank.test/3", "Bank 3");
      socket.update("https://news.test/", "News");
      friend.next(onUrl(ann, "https://news.test/"));
      assertFalse(friend.texts().toString().contains("bank.test/3"));
    }
  }

  @Test
  void aRuleThatAllowsMoreShowsTheNextUpdateAtOnce() throws Exception {
    UserId ann = user("ann");
    people.shareOnly(ann);
    try (Socket socket = connect(ann, nodeA)) {
      socket.update("https://news.test/", "News");
      socket.next(hidden(ann));

      people.shareOnly(ann, "news.test");
      socket.update("https://news.test/", "News");

      socket.next(onUrl(ann, "https://news.test/"));
      assertEquals(2, socket.texts().size());
    }
  }

  @Test
  void aPageIsNotRestoredIfTheRulesHideItMeanwhile() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket friend = connect(ben, nodeB)) {
      Socket socket = connect(ann, nodeA);
      socket.update("https://bank.test/", "Bank");
      friend.next(onUrl(ann, "https://bank.test/"));
      socket.breakOff();
      await().until(() -> isWaitedFor(ann));

      people.shareAllBut(ann, "bank.test");

      friend.next(hidden(ann), STRICTER_RULES);
      assertEquals(HIDDEN, redis.hget("page", ann.value()));
      friend.next(message("presence-timeout", ann), Duration.ofSeconds(20));
      try (Socket again = connect(ann, nodeB)) {
        again.next(hidden(ann));
        assertEquals(HIDDEN, redis.hget("page", ann.value()));
      }
    }
  }

  @Test
  void withoutTheUserDatabaseTheKnownRulesHold() throws Exception {
    UserId ann = user("ann");
    people.shareAllBut(ann, "bank.test");
    try (Socket socket = connect(ann, nodeA)) {
      TestEnvironment.databaseProxy().cut();

      socket.update("https://news.test/", "News");
      socket.next(onUrl(ann, "https://news.test/"));
      socket.update("https://bank.test/", "Bank");
      socket.next(hidden(ann));
    }
  }

  @Test
  void pagesThatWereRecordedBeforeTheRulesAreHidden() throws Exception {
    UserId ann = user("ann");
    people.shareOnly(ann);
    redis.hset("page", ann.value(), "{\"url\":\"https://bank.test/\",\"title\":\"Bank\"}");
    redis.hset("latest_page", ann.value(), "{\"url\":\"https://bank.test/\",\"title\":\"Bank\"}");

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> HIDDEN.equals(redis.hget("page", ann.value())));
    assertEquals(null, redis.hget("latest_page", ann.value()));
    redis.hdel("page", ann.value());
  }

  private String inboxes() {
    StringBuilder entries = new StringBuilder();
    for (String key : redis.keys("presence:inbox:*")) {
      entries.append(redis.xrange(key, "-", "+"));
    }
    return entries.toString();
  }

  private static Predicate<JsonObject> hidden(UserId user) {
    return onUrl(user, "");
  }

  private static Predicate<JsonObject> onUrl(UserId user, String url) {
    return message("update-presence", user).and(event -> event.getString("url").equals(url));
  }
}
