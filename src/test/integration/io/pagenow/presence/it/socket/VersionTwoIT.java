package io.pagenow.presence.it.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.Disconnect;
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

/** Version 2 of the protocol on a real server, beside version 1. */
class VersionTwoIT extends SharedServers {

  private static final String UPDATE =
      "{\"action\":\"update\",\"id\":\"u\",\"page\":{\"url\":\"https://example.com/\",\"title\":\"\"}}";

  @Test
  void theServerSelectsTheVersionThatTheClientOffers() throws Exception {
    String token = token(user("ann"));

    Http.Answer second =
        Http.get(nodeA, "ws")
            .handshake()
            .header("Sec-WebSocket-Protocol", "presence.v2, bearer." + token)
            .send();
    assertEquals(101, second.status());
    assertEquals("presence.v2", second.header("Sec-WebSocket-Protocol"));
    Http.Answer byHeader =
        Http.get(nodeA, "ws")
            .handshake()
            .header("Sec-WebSocket-Protocol", "presence.v2")
            .header("Authorization", "Bearer " + token)
            .send();
    assertEquals("presence.v2", byHeader.header("Sec-WebSocket-Protocol"));
    Http.Answer first =
        Http.get(nodeA, "ws?Authorization=" + token)
            .handshake()
            .header("Sec-WebSocket-Protocol", "other")
            .send();
    assertEquals(101, first.status());
    assertEquals("", first.header("Sec-WebSocket-Protocol"));
    Http.Answer refused =
        Http.get(nodeA, "ws")
            .handshake()
            .header("Sec-WebSocket-Protocol", "presence.v2, bearer." + token + "x")
            .send();
    assertEquals(401, refused.status());
  }

  @Test
  void bothVersionsSeeEachOther() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket old = connect(ann, nodeA);
        Socket friend = Socket.openV2(nodeB, token(ben))) {
      assertEquals("welcome", friend.next(json -> true).getString("type"));
      assertEquals(
          List.of(ann.value()),
          friend.next(ofType("state")).getJsonArray("friends").stream()
              .map(entry -> entry.asJsonObject().getString("userId"))
              .toList());

      old.update("https://example.org/", "");
      friend.next(
          json ->
              ofType("presence").test(json)
                  && json.getJsonObject("page").getString("url").equals("https://example.org/"));
      friend.send(UPDATE);
      old.next(Socket.message("update-presence", ben));
      assertEquals("u", friend.next(ofType("ack")).getString("id"));
    }
  }

  @Test
  void aFreshTokenIsVerified() throws Exception {
    UserId ann = user("ann");
    UserId ben = user("ben");
    Socket socket = Socket.openV2(nodeA, token(ann));
    socket.send(authenticate("1", token(ann)));
    assertTrue(
        socket.next(ofType("ack")).getJsonNumber("expiresAt").longValueExact()
            > System.currentTimeMillis());
    socket.send(authenticate("2", "no.to.ken"));
    assertEquals("2", socket.next(Socket.error("invalid-token")).getString("id"));

    socket.send(authenticate("3", token(ben)));
    assertEquals(Disconnect.OTHER_USER.code(), socket.closeCode(Duration.ofSeconds(10)));
  }

  @Test
  void noLogHasATokenOfASubprotocolOrAMessage() throws Exception {
    UserId ann = user("ann");
    String token = token(ann);
    try (Socket socket = Socket.openV2(nodeA, token)) {
      socket.send(authenticate("1", token));
      socket.next(ofType("ack"));
    }
    String log =
        TestEnvironment.requests(TestEnvironment.NODE_A)
            + Files.readString(TestEnvironment.serverLog(TestEnvironment.NODE_A));
    assertFalse(log.contains(token.split("\\.", -1)[1]), "a token");
  }

  private static String authenticate(String id, String token) {
    return "{\"action\":\"authenticate\",\"id\":\"" + id + "\",\"token\":\"" + token + "\"}";
  }

  private static Predicate<JsonObject> ofType(String type) {
    return json -> json.getString("type").equals(type);
  }
}
