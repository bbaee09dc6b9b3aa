package io.pagenow.presence.it.socket;

import static io.pagenow.presence.it.client.Socket.error;
import static io.pagenow.presence.it.client.Socket.message;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.WebSocketClient.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The limits of a client: bytes of a message, messages a second, connections of a user. */
class MessageLimitsIT extends SharedServers {

  private static final int LIMIT = 131_072;

  @Test
  void messageOfTheGreatestSizeIsTaken() throws Exception {
    UserId ann = user("ann");
    try (Socket socket = connect(ann, nodeA)) {
      String start = "{\"action\":\"update-presence\",\"url\":\"\",\"title\":\"Big\",\"pad\":\"";
      socket.send(start + "x".repeat(LIMIT - start.length() - 2) + "\"}");

      socket.next(message("update-presence", ann));
    }
  }

  @Test
  void largerMessageClosesTheSocket() throws Exception {
    assertEquals(
        1009, codeAfter(user("ann"), socket -> sendBestEffort(socket, "x".repeat(LIMIT + 1))));
  }

  @Test
  void sizeIsCountedInBytes() throws Exception {
    assertEquals(
        1009, codeAfter(user("ann"), socket -> sendBestEffort(socket, "가".repeat(LIMIT / 3 + 1))));
  }

  @Test
  void messageOfThreeMegabytesClosesTheSocketAndNobodyElseNotices() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket friend = connect(ben, nodeA)) {
      assertEquals(1009, codeAfter(ann, socket -> sendBestEffort(socket, "x".repeat(3_000_000))));
      friend.update("https://example.com/", "Fine");
      friend.next(message("update-presence", ben));
    }
  }

  @Test
  void fragmentsWithoutEndCloseTheSocket() throws Exception {
    int code =
        codeAfter(
            user("ann"),
            socket -> {
              for (int i = 0; i < 1_000 && socket.isOpen(); i++) {
                bestEffort(() -> socket.sendPart("x".repeat(1_024)));
              }
            });

    assertEquals(1009, code);
  }

  @Test
  void whoSendsTooMuchIsToldAndThenClosed() throws Exception {
    UserId ann = user("ann");
    int code =
        codeAfter(
            ann,
            socket -> {
              for (int i = 0; i < 70; i++) {
                socket.heartbeat();
              }
              socket.next(error("too-many-messages"));
              assertTrue(socket.isOpen());
              for (int i = 0; i < 200 && socket.isOpen(); i++) {
                sendBestEffort(socket, "{\"action\":\"heartbeat\"}");
              }
            });

    assertEquals(1008, code);
    // The explanation names the flood, although the client may have seen a broken connection.
    await().until(() -> causes(ann).contains("closed too-many-messages 1008"));
  }

  @Test
  void burstWithinTheRateIsTaken() throws Exception {
    UserId ann = user("ann");
    try (Socket socket = connect(ann, nodeA)) {
      for (int i = 0; i < 60; i++) {
        socket.update("https://example.com/", "Number " + i);
      }
      socket.next(
          message("update-presence", ann).and(json -> json.getString("title").equals("Number 59")));
      assertTrue(socket.received().stream().noneMatch(error("too-many-messages")));
    }
  }

  @Test
  void userMayHaveTwentyConnections() throws Exception {
    UserId ann = user("ann");
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sockets.add(connect(ann, i % 2 == 0 ? nodeA : nodeB));
    }

    assertEquals(429, assertThrows(Refused.class, () -> connect(ann, nodeA)).status());
    sockets.remove(0).close();
    await().ignoreExceptionsInstanceOf(Refused.class).until(() -> sockets.add(connect(ann, nodeB)));
    sockets.forEach(Socket::close);
  }

  /**
   * Returns the close code for a client that sends too much. If the server closes while the client
   * still sends, a reset may lose the close frame. The method makes at most five attempts.
   */
  private int codeAfter(UserId user, Consumer<Socket> tooMuch) {
    int code = 1006;
    for (int attempt = 0; attempt < 5 && code == 1006; attempt++) {
      Socket socket = connect(user, nodeA);
      tooMuch.accept(socket);
      code = socket.closeCode();
    }
    return code;
  }

  private static void sendBestEffort(Socket socket, String text) {
    bestEffort(() -> socket.send(text));
  }

  /** The server may close while the client is still sending. */
  private static void bestEffort(Runnable send) {
    try {
      send.run();
    } catch (RuntimeException e) {
      assertTrue(e.getCause() instanceof IOException, e.toString());
    }
  }
}
