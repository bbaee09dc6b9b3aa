package io.pagenow.presence.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pagenow.presence.model.Activity;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.Presence.Offline;
import io.pagenow.presence.model.Presence.Online;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.Profile;
import io.pagenow.presence.model.Snapshot;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.page.Pages;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exact JSON texts of the contract. */
class ShapesTest {

  private static final UserId ME = new UserId("me");
  private static final UserId FRIEND = new UserId("friend");
  private static final Page SHOWN = Pages.of("https://www.github.com/x", "X");

  @Test
  void updateOfAShownPage() {
    assertEquals(
        "{\"type\":\"update-presence\",\"userId\":\"me\",\"url\":\"https://www.github.com/x\","
            + "\"title\":\"X\",\"domain\":\"github.com\",\"latestUrl\":\"https://www.github.com/x\","
            + "\"latestTitle\":\"X\",\"latestDomain\":\"github.com\"}",
        ServerMessages.encode(new Updated(ME, 1, Activity.showing(SHOWN))));
  }

  @Test
  void updateOfHiddenActivityWithNothingSharedBefore() {
    assertEquals(
        "{\"type\":\"update-presence\",\"userId\":\"me\",\"url\":\"\",\"title\":\"\",\"domain\":\"\","
            + "\"latestUrl\":\"\",\"latestTitle\":\"\",\"latestDomain\":\"\"}",
        ServerMessages.encode(new Updated(ME, 1, Activity.showing(Page.NONE))));
  }

  @Test
  void timeout() {
    assertEquals(
        "{\"type\":\"presence-timeout\",\"userId\":\"me\"}",
        ServerMessages.encode(new TimedOut(ME, 1)));
  }

  @Test
  void error() {
    assertEquals(
        "{\"type\":\"error\",\"code\":\"unknown-action\",\"message\":\"Say \\\"what\\\"\"}",
        ServerMessages.error(ErrorCode.UNKNOWN_ACTION, "Say \"what\""));
  }

  /**
   * Other services compare and split the stored text, so it must equal the output of {@code
   * JSON.stringify}.
   */
  @Test
  void aStoredPageIsWrittenLikeJsonStringify() {
    assertEquals(
        "{\"url\":\"https://example.com/a?b=c&d='e'\",\"title\":\"\\\"q\\\" \\\\ / 한글 🐈 <b>\"}",
        StoredPages.encode(Pages.of("https://example.com/a?b=c&d='e'", "\"q\" \\ / 한글 🐈 <b>")));
  }

  @Test
  void aStoredPageIsParsed() {
    Page page = Pages.of("https://example.com/", "\"q\" \\ / 한글 🐈");

    assertEquals(page, StoredPages.decode(StoredPages.encode(page)));
  }

  @Test
  void missingMembersOfAStoredPageAreEmpty() {
    assertEquals(Page.NONE, StoredPages.decode("{\"url\":null,\"more\":{\"title\":\"no\"}}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{", "\"x\""})
  void storedTextThatIsNotAnObjectIsRejected(String text) {
    assertThrows(IllegalArgumentException.class, () -> StoredPages.decode(text));
  }

  @Test
  void snapshot() {
    Map<UserId, Presence> friends = new LinkedHashMap<>();
    friends.put(
        FRIEND,
        new Online(new Activity(Page.NONE, SHOWN), Instant.ofEpochMilli(1_760_000_000_000L), 7));
    friends.put(new UserId("away"), new Offline(Instant.ofEpochMilli(1_750_000_000_123L), 8));
    friends.put(new UserId("unknown"), Presence.OFFLINE);
    Snapshot snapshot =
        new Snapshot(
            ME,
            new Online(Activity.showing(SHOWN), Instant.ofEpochMilli(1_760_000_000_001L), 9),
            friends,
            List.of(new Profile(FRIEND, "Fri", "End", "png"), new Profile(ME, "M", "E", null)),
            true,
            Set.of());

    assertEquals(
        """
        {"userPresence":{"userId":"me",
        "page":{"url":"https://www.github.com/x","title":"X","domain":"github.com"},
        "latestPage":{"url":"https://www.github.com/x","title":"X","domain":"github.com"},
        "lastActiveAt":1760000000001,"version":9},
        "presenceArr":[{"userId":"friend","page":{"url":"","title":"","domain":""},
        "latestPage":{"url":"https://www.github.com/x","title":"X","domain":"github.com"},
        "lastActiveAt":1760000000000,"version":7},
        {"userId":"away","page":null,"latestPage":null,"lastActiveAt":1750000000123,"version":8},
        {"userId":"unknown","page":null,"latestPage":null,"lastActiveAt":null,"version":0}],
        "userInfoMap":{
        "friend":{"user_id":"friend","first_name":"Fri","last_name":"End","profile_image_extension":"png"},
        "me":{"user_id":"me","first_name":"M","last_name":"E","profile_image_extension":null}}}
        """
            .replace("\n", ""),
        Snapshots.encode(snapshot));
    assertEquals(Snapshots.encode(snapshot), new String(Snapshots.bytes(snapshot), UTF_8));
  }

  @Test
  void pageOfOneUser() {
    assertEquals(
        "{\"url\":\"https://www.github.com/x\",\"title\":\"X\"}",
        Snapshots.encode(Optional.of(SHOWN)));
    assertEquals("null", Snapshots.encode(Optional.empty()));
  }

  @Test
  void health() {
    Health.Check up = new Health.Check("lease", Map.of());
    Health.Check down = new Health.Check("loops", Map.of("presence-pings", "dead"));
    assertEquals(
        "{\"status\":\"UP\",\"checks\":[{\"name\":\"lease\",\"status\":\"UP\"}]}",
        Health.encode(List.of(up)));
    assertEquals(
        "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"lease\",\"status\":\"UP\"},"
            + "{\"name\":\"loops\",\"status\":\"DOWN\",\"data\":{\"presence-pings\":\"dead\"}}]}",
        Health.encode(List.of(up, down)));
  }

  @Test
  void problem() {
    assertEquals(
        "{\"type\":\"/presence-api/problems.html#forbidden\",\"title\":\"Forbidden\",\"status\":403,\"detail\":\"No\"}",
        new Problem(403, "Forbidden", "No").json());
  }
}
