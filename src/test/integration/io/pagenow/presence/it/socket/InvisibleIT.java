package io.pagenow.presence.it.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** An invisible user on two real nodes, with clients of both versions. */
class InvisibleIT extends SharedServers {

  @Test
  void friendsSeeAnInvisibleUserOfflineAndNothingMore() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket old = connect(ben, nodeB);
        Socket friend = Socket.openV2(nodeB, token(ben));
        Socket other = connect(ann, nodeB)) {
      friend.next(ofType("state"));
      Socket mine = Socket.openV2(nodeA, token(ann));
      mine.next(ofType("state"));
      mine.send(update("1", "https://example.com/shown"));
      old.next(Socket.message("update-presence", ann));
      friend.next(ofType("presence"));
      other.next(Socket.message("update-presence", ann));

      mine.send("{\"action\":\"visibility\",\"id\":\"2\",\"visibility\":\"nobody\"}");
      assertEquals("2", mine.next(ack("2")).getString("id"));
      old.next(Socket.message("presence-timeout", ann));
      friend.next(json -> ofType("presence").test(json) && !json.getBoolean("online"));
      JsonObject before = entry(ben, ann, nodeB);
      mine.send(update("3", "https://example.com/secret"));
      mine.next(ack("3"));
      other.next(
          json ->
              Socket.message("update-presence", ann).test(json)
                  && json.getString("url").equals("https://example.com/secret"));

      for (URI node : List.of(nodeA, nodeB)) {
        assertEquals(before, entry(ben, ann, node));
        assertEquals("null", get("api/presence/" + ann, ben, node).body());
        assertEquals(
            "https://example.com/secret",
            get("api/presence", ann, node)
                .json()
                .getJsonObject("userPresence")
                .getJsonObject("page")
                .getString("url"));
      }
      assertEquals("hidden visibility", causes(ann).get(0));
      assertFalse(old.texts().toString().contains("secret"), "version 1");
      assertFalse(friend.texts().toString().contains("secret"), "version 2");
      mine.close();
      try (Socket again = Socket.openV2(nodeB, token(ann))) {
        assertEquals(
            "nobody", again.next(ofType("state")).getJsonObject("self").getString("visibility"));
        again.send("{\"action\":\"visibility\",\"id\":\"4\",\"visibility\":\"friends\"}");
        again.next(ack("4"));
        again.send(update("5", "https://example.com/again"));
        JsonObject shown =
            friend.next(json -> ofType("presence").test(json) && json.toString().contains("again"));
        assertFalse(shown.containsKey("visibility"));
        old.next(
            json ->
                Socket.message("update-presence", ann).test(json)
                    && json.getString("url").equals("https://example.com/again"));
      }
    }
  }

  private JsonObject entry(UserId caller, UserId friend, URI node) throws Exception {
    return get("api/presence", caller, node)
        .json()
        .getJsonArray("presenceArr")
        .getValuesAs(JsonObject.class)
        .stream()
        .filter(entry -> entry.getString("userId").equals(friend.value()))
        .findFirst()
        .orElseThrow();
  }

  private static String update(String id, String url) {
    return "{\"action\":\"update\",\"id\":\"%s\",\"page\":{\"url\":\"%s\",\"title\":\"\"}}"
        .formatted(id, url);
  }

  private static Predicate<JsonObject> ack(String id) {
    return json -> ofType("ack").test(json) && json.getString("id").equals(id);
  }

  private static Predicate<JsonObject> ofType(String type) {
    return json -> json.getString("type").equals(type);
  }
}
