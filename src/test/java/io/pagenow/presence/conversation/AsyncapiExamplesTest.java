package io.pagenow.presence.conversation;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.protocol.ClientMessage;
import io.pagenow.presence.testing.Mirror;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TwoNodes;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sends or receives every example of {@code docs/asyncapi.yaml}. */
@ExtendWith(Stores.class)
class AsyncapiExamplesTest extends TwoNodes {

  private static final Pattern PAYLOAD = Pattern.compile("payload:\\s*(?=\\{\")");

  @Test
  void everyExampleOfAClientIsAccepted() throws IOException {
    RecordingConnection ann = here.connectV2(ANN);
    int sent = 0;
    for (JsonObject example : examples()) {
      if (!example.containsKey("action")) {
        continue;
      }
      sent++;
      if (!example.containsKey("id")) {
        ClientMessage.decode(example.toString());
        continue;
      }
      int before = ann.sent().size();
      String text = example.toString().replace("<token>", "ann 1950000000000");
      here.conversation(ann).receive(text);
      await()
          .untilAsserted(
              () ->
                  assertTrue(
                      ann.sent().subList(before, ann.sent().size()).stream()
                          .map(Mirror::parse)
                          .anyMatch(
                              answer ->
                                  answer.getString("type").equals("ack")
                                      && answer.getString("id").equals(example.getString("id"))),
                      text));
    }
    assertTrue(sent >= 9, sent + " examples");
  }

  @Test
  void everyExampleOfTheServerIsEncodedLikeThat() throws IOException {
    int encoded = 0;
    for (JsonObject example : examples()) {
      if (example.containsKey("type")) {
        assertEquals(example, Mirror.parse(ServerExamples.encode(example)));
        encoded++;
      }
    }
    assertTrue(encoded >= 18, encoded + " examples");
  }

  /** Returns the payloads of the examples, which are written as JSON. */
  private static List<JsonObject> examples() throws IOException {
    String document = Files.readString(Path.of("docs/asyncapi.yaml"));
    List<JsonObject> examples = new ArrayList<>();
    Matcher payload = PAYLOAD.matcher(document);
    while (payload.find()) {
      int depth = 0;
      int end = payload.end();
      do {
        char next = document.charAt(end++);
        depth += next == '{' ? 1 : next == '}' ? -1 : 0;
      } while (depth > 0);
      examples.add(Mirror.parse(document.substring(payload.end(), end)));
    }
    return examples;
  }
}
