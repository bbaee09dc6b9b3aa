package io.pagenow.presence.it.socket;

import static io.pagenow.presence.it.client.Socket.error;
import static io.pagenow.presence.it.client.Socket.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UserId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages and pages that the server does not accept, and its answers. */
class BadMessagesIT extends SharedServers {

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
        "{\"action\":\"update-presence\",\"url\":\"https://example.com/\",\"title\":null} |"
            + " invalid-member",
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
}
