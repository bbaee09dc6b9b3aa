package io.pagenow.presence.it.socket;

import static io.pagenow.presence.it.client.Snapshots.page;
import static io.pagenow.presence.it.client.Socket.error;
import static io.pagenow.presence.it.client.Socket.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UserId;
import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits for the texts of clients and for old data, and what friends see of them. */
class BoundsIT extends SharedServers {

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
}
