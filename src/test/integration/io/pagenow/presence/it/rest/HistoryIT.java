package io.pagenow.presence.it.rest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The history of the caller. */
class HistoryIT extends SharedServers {

  private static final String PATH = "api/me/history";

  @Test
  void aUserReadsAndDeletesTheOwnHistory() throws Exception {
    UserId ann = user("ann");
    try (Socket socket = connect(ann, nodeA)) {
      socket.update("https://example.com/", "Example").update("", "");
      await().until(() -> items(ann).size() == 3);
    }
    await().until(() -> items(ann).size() == 4);

    List<JsonObject> items = items(ann);
    assertEquals("CLOSE", items.get(0).getString("type"));
    assertEquals("", items.get(1).getString("url"));
    assertEquals("UPDATE_PRESENCE", items.get(2).getString("type"));
    assertEquals("https://example.com/", items.get(2).getString("url"));
    assertEquals("Example", items.get(2).getString("title"));
    assertEquals(ann.value(), items.get(2).getString("user_id"));
    assertEquals("CONNECT", items.get(3).getString("type"));
    assertTrue(get(PATH, ann).json().isNull("next"));
    assertEquals(List.of(), items(user("eve")));
    assertEquals(400, get(PATH + "?before=x", ann).status());
    assertEquals(401, Http.get(nodeA, PATH).send().status());

    Http.Answer deleted =
        Http.request("DELETE", nodeA, PATH).header("Authorization", token(ann)).send();
    assertEquals(204, deleted.status());
    assertEquals(List.of(), items(ann));
  }

  private List<JsonObject> items(UserId user) throws Exception {
    return get(PATH, user, nodeB).json().getJsonArray("items").getValuesAs(JsonObject.class);
  }
}
