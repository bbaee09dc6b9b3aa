package io.pagenow.presence.it.rest;

import static io.pagenow.presence.it.client.Socket.message;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import org.junit.jupiter.api.Test;

/** The page of one user, as friends and other callers read it. */
class PageIT extends SharedServers {

  @Test
  void pageOfOneUserIsForThemAndTheirFriends() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket socket = connect(ann, nodeA)) {
      assertEquals("null", get("api/presence/" + ann, ben).body());
      socket.update("https://example.com/", "Example");
      socket.next(message("update-presence", ann));

      String page = "{\"url\":\"https://example.com/\",\"title\":\"Example\"}";
      for (UserId caller : new UserId[] {ann, ben}) {
        Http.Answer answer = get("api/presence/" + ann, caller, nodeB);
        assertEquals(200, answer.status());
        assertEquals(page, answer.body());
      }
    }
  }

  @Test
  void strangerAndNobodyAreRefusedAlike() throws Exception {
    UserId ann = user("ann");
    UserId eve = user("eve");
    people.sql(
        "INSERT INTO friendship_table (user_id1, user_id2) VALUES ('" + eve + "', '" + ann + "')");

    Http.Answer stranger = get("api/presence/" + ann, eve);
    Http.Answer nobody = get("api/presence/nobody", eve);
    Http.Answer noName = get("api/presence/no%20name", eve);

    assertEquals(403, stranger.status());
    assertEquals(403, nobody.status());
    assertEquals(403, noName.status());
    assertEquals(stranger.body(), nobody.body());
    assertEquals(stranger.body(), noName.body());
    assertEquals("application/problem+json", stranger.header("Content-Type").split(";", -1)[0]);
  }
}
