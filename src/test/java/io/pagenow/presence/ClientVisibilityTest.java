package io.pagenow.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.testing.JavaScriptModule;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** How the client library keeps the visibility that a user chose. */
class ClientVisibilityTest {

  private static final JavaScriptModule MODULE =
      new JavaScriptModule(Path.of("src/test/resources/client/scripted-server.mjs"));

  @Test
  void choiceWithoutAConnectionIsKeptAndConfirmedBeforeTheUpdate() {
    assertEquals(
        "[\"nobody\",[\"nobody\"],\"nobody\",[\"nobody\",\"update\"],null]",
        run(
            2,
            """
            client.update(PAGE);
            client.setVisibility('nobody');
            const waiting = client.queuedVisibility;
            await connect();
            state({ version: 1 });
            const before = sent();
            event({ version: 2, visibility: 'nobody' });
            const visibility = client.self.visibility;
            ack(0);
            return [waiting, before, visibility, sent(), client.queuedVisibility];
            """));
  }

  @Test
  void updateWaitsUntilTheServerHasMadeTheUserInvisible() {
    assertEquals(
        "[[\"update\",\"nobody\"],[\"update\",\"nobody\",\"update\"]]",
        run(
            2,
            """
            await connect();
            state({ version: 1 });
            client.update(PAGE);
            client.setVisibility('nobody');
            client.update({ ...PAGE, title: 'Secret' });
            const before = sent();
            ack(1);
            return [before, sent()];
            """));
  }

  @Test
  void onlyTheAnswerToTheLastChoiceConfirms() {
    assertEquals(
        "[[\"nobody\",\"friends\"],\"friends\",null]",
        run(
            2,
            """
            await connect();
            state({ version: 1 });
            client.setVisibility('nobody');
            client.setVisibility('friends');
            ack(0);
            const waiting = client.queuedVisibility;
            ack(1);
            return [sent(), waiting, client.queuedVisibility];
            """));
  }

  @Test
  void choiceThatTheServerLostIsSentAgainBeforeTheUpdate() {
    assertEquals(
        "[[],[\"nobody\"],[\"nobody\",\"update\"]]",
        run(
            2,
            """
            await connect();
            state({ version: 5, visibility: 'nobody' });
            client.update(PAGE);
            await connect();
            const unknown = sent();
            state({ version: 0 });
            const before = sent();
            ack(0);
            return [unknown, before, sent()];
            """));
  }

  @Test
  void choiceOfAnotherClientIsKept() {
    assertEquals(
        "[[\"update\"],null,null]",
        run(
            2,
            """
            await connect();
            state({ version: 5, visibility: 'nobody' });
            client.update(PAGE);
            await connect();
            state({ version: 6 });
            return [sent(), client.self.visibility ?? null, client.queuedVisibility];
            """));
  }

  @Test
  void refusedChoiceIsReportedAndSentAgain() {
    assertEquals(
        "[[\"nobody\",\"heartbeat\",\"nobody\"],[\"unavailable\"],\"nobody\"]",
        run(
            2,
            """
            await connect();
            state({ version: 1 });
            client.setVisibility('nobody');
            refuse(0, 'unavailable');
            probe();
            return [sent(), errors, client.queuedVisibility];
            """));
  }

  @Test
  void versionOneReportsThatNobodyCanChooseAndKeepsUpdatesFromFriends() {
    assertEquals(
        "[[\"visibility-unavailable\"],\"nobody\",[],[\"update-presence\"],null]",
        run(
            1,
            """
            client.setVisibility('nobody');
            client.update(PAGE);
            await connect();
            const before = sent();
            const waiting = client.queuedVisibility;
            client.setVisibility('friends');
            return [errors, waiting, before, sent(), client.queuedVisibility];
            """));
  }

  @Test
  void nextUserDoesNotInheritTheChoice() {
    assertEquals(
        "[null,[\"update\"]]",
        run(
            2,
            """
            client.setVisibility('nobody');
            client.disconnect();
            client.update(PAGE);
            await connect();
            state({ version: 1 });
            return [client.queuedVisibility, sent()];
            """));
  }

  /** Returns what the steps return, as JSON. */
  private static String run(int version, String steps) {
    String test =
        "module.run(%d, async ({ client, errors, PAGE, connect, state, event, ack, refuse, probe, sent }) => {%s})"
            .formatted(version, steps);
    return MODULE.evaluate(test, JsonValue.NULL).toString();
  }
}
