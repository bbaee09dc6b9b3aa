package io.pagenow.presence.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.Presence.Online;
import io.pagenow.presence.model.UserId;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What many users see of themselves at the same time, in common batches. */
class OwnPresencesTest extends StoreTest {

  private static final int USERS = 60;

  @Test
  void eachOfManyUsersReadsTheOwnPresence() {
    for (int user = 0; user < USERS; user += 2) {
      redis.hset("presence:visibility", id(user).value(), "1 nobody");
      redis.zadd("presence:own:status", Map.of(id(user).value(), (double) now()));
      redis.hset(
          "presence:own:page",
          id(user).value(),
          PAGE_JSON.replace("https://example.com/", "https://example.com/" + user));
    }

    List<String> shown =
        IntStream.range(0, USERS)
            .parallel()
            .mapToObj(user -> url(node.queries().snapshotFor(id(user)).own()))
            .toList();

    List<String> expected =
        IntStream.range(0, USERS)
            .mapToObj(user -> user % 2 == 0 ? "https://example.com/" + user : "offline")
            .toList();
    assertEquals(expected, shown);
  }

  private static UserId id(int user) {
    return new UserId("user" + user);
  }

  private static String url(Presence presence) {
    return presence instanceof Online online ? online.activity().page().url() : "offline";
  }
}
