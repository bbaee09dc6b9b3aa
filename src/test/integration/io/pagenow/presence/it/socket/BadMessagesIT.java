package io.pagenow.presence.it.socket;

import static io.pagenow.presence.it.client.Socket.error;
import static io.pagenow.presence.it.client.Socket.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.DeployedApplication;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.WebSocketClient.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors of a client on a socket, and the answers of the server. */
class BadMessagesIT extends DeployedApplication {

  private static final int LIMIT = 131_072;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hello | invalid-json",
        "[] | invalid-json",
        "{\"action\":\"heartbeat\"}{} | invalid-json",
        "{} | unknown-action",
        "{\"action\":\"disconnect\"} | unknown-action",
        "{\"action\":7} | unknown-action",
        "{\"action\":\"update-presence\",\"url\":\"https://example.com/\"} | invalid-member",
        "{\"action\":\"update-presence\",\"url\":\"https://example.com/\",\"title\":null} | invalid-member",
      })
  void badMessageGetsAnErrorAndTheSocketStaysUsable(String text, String code) throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket socket = connect(ann, nodeA);
        Socket friend = connect(ben, nodeA)) {
      socket.send(text);
      assertTrue(!socket.next(error(code)).getString("message").isEmpty());

      socket.update("https://example.com/", "Fine");
      socket.next(message("update-presence", ann));
      friend.next(message("update-presence", ann));
      assertEquals(1, friend.texts().size());
    }
  }

  @Test
  void binaryMessageGetsAnErrorAndTheSocketStaysUsable() throws Exception {
    UserId ann = user("ann");
    try (Socket socket = connect(ann, nodeA)) {
      socket.sendBinary("{\"action\":\"heartbeat\"}".getBytes(UTF_8));
      socket.next(error("binary-message"));

      socket.update("https://example.com/", "Fine");
      socket.next(message("update-presence", ann));
    }
  }

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
  void longTitleIsCutBetweenCodePoints() throws Exception {
    UserId ann = user("ann");
    try (Socket socket = connect(ann, nodeA)) {
      socket.update("https://example.com/", "🐈".repeat(Page.MAX_TITLE_LENGTH + 5));

      assertEquals(
          "🐈".repeat(Page.MAX_TITLE_LENGTH),
          socket.next(message("update-presence", ann)).getString("title"));
    }
  }

  @Test
  void urlThatIsTooLongCountsAsHiddenActivity() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket socket = connect(ann, nodeA);
        Socket friend = connect(ben, nodeA)) {
      socket.update("https://example.com/", "Shown");
      socket.update("data:text/html," + "x".repeat(Page.MAX_URL_BYTES), "Long");

      socket.next(error("url-too-long"));
      var hidden =
          friend.next(message("update-presence", ann).and(json -> json.getString("url").isEmpty()));
      assertEquals("", hidden.getString("title"));
      assertEquals("https://example.com/", hidden.getString("latestUrl"));
    }
  }

  @Test
  void urlOfTheGreatestLengthIsShown() throws Exception {
    UserId ann = user("ann");
    String start = "https://example.com/";
    String url = start + "x".repeat(Page.MAX_URL_BYTES - start.length());
    try (Socket socket = connect(ann, nodeA)) {
      socket.update(url, "Long");

      assertEquals(url, socket.next(message("update-presence", ann)).getString("url"));
    }
  }

  @Test
  void whoSendsTooMuchIsToldAndThenClosed() throws Exception {
    int code =
        codeAfter(
            user("ann"),
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
