package io.pagenow.presence.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.Presence.Online;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.query.PresenceReader.Reading;
import io.pagenow.presence.protocol.StoredPages;
import io.pagenow.presence.protocol.page.Pages;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Limits on the size of one reply about many users. */
class RedisReadBoundsTest extends StoreTest {

  private static final String START = "https://example.com/";
  private static final Page OFFLINE = Pages.of("offline:", "");
  private static final Page LARGEST =
      Pages.of(
          START + "x".repeat(Page.MAX_URL_BYTES - START.length()),
          "🐈".repeat(Page.MAX_TITLE_LENGTH));

  @Test
  void pagesAboveTheBudgetAreHiddenAndTheirUsersOnline() {
    List<UserId> users = online(500, StoredPages.encode(LARGEST));

    Reading reading = node.reader().read(users);

    assertFalse(reading.complete());
    assertEquals(users, List.copyOf(reading.presence().keySet()));
    List<Page> pages = users.stream().map(user -> page(reading, user)).toList();
    long shown = pages.stream().takeWhile(LARGEST::equals).count();
    assertTrue(shown > 150 && shown < 175, shown + " shown");
    assertTrue(pages.stream().skip(shown).allMatch(Page.NONE::equals));
  }

  @Test
  void aReplyWithinTheBudgetIsComplete() {
    List<UserId> largest = online(150, StoredPages.encode(LARGEST));
    assertTrue(node.reader().read(largest).complete());

    List<UserId> usual = online(3_000, PAGE_JSON);
    Reading reading = node.reader().read(usual);
    assertTrue(reading.complete());
    assertTrue(
        reading.presence().values().stream()
            .allMatch(presence -> ((Online) presence).activity().latestPage().equals(PAGE)));
  }

  @Test
  void anInvalidValueHidesOneUserOnly() {
    List<UserId> users = online(3, PAGE_JSON);
    redis.hset("page", users.get(1).value(), "{\"url\":");

    Reading reading = node.reader().read(users);

    assertEquals(PAGE, page(reading, users.get(0)));
    assertEquals(Page.NONE, page(reading, users.get(1)));
    assertEquals(PAGE, page(reading, users.get(2)));
  }

  private static Page page(Reading reading, UserId user) {
    return reading.presence().get(user) instanceof Online online
        ? online.activity().page()
        : OFFLINE;
  }

  private List<UserId> online(int count, String page) {
    List<UserId> users = IntStream.range(0, count).mapToObj(i -> new UserId("user" + i)).toList();
    for (UserId user : users) {
      redis.zadd("status", Map.of(user.value(), (double) now()));
      redis.hset("page", user.value(), page);
      redis.hset("latest_page", user.value(), page);
    }
    return users;
  }
}
