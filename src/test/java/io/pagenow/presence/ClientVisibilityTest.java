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
    assertReturns(
        "[\"nobody\",[\"nobody\"],\"nobody\",[\"nobody\",\"update\"],null]",
        """
            client.update(PAGE);
            client.setVisibility('nobody');
            const waiting = client.queuedVisibility;
            await connect({ version: 1 });
            const before = sent();
            event({ version: 2, visibility: 'nobody' });
            const visibility = client.self.visibility;
            ack(0);
            return [waiting, before, visibility, sent(), client.queuedVisibility];
            """);
  }

  @Test
  void updateWaitsUntilTheServerHasMadeTheUserInvisible() {
    assertReturns(
        "[[\"update\",\"nobody\"],[\"update\",\"nobody\",\"update\"]]",
        """
            await connect({ version: 1 });
            client.update(PAGE);
            client.setVisibility('nobody');
            client.update({ ...PAGE, title: 'Secret' });
            const before = sent();
            ack(1);
            return [before, sent()];
            """);
  }

  @Test
  void onlyTheAnswerToTheLastChoiceConfirms() {
    assertReturns(
        "[[\"nobody\",\"friends\"],\"friends\",null]",
        """
            await connect({ version: 1 });
            client.setVisibility('nobody');
            client.setVisibility('friends');
            ack(0);
            const waiting = client.queuedVisibility;
            ack(1);
            return [sent(), waiting, client.queuedVisibility];
            """);
  }

  /** Otherwise the switch of a page would fall back to the old choice for a moment. */
  @Test
  void choiceThatIsAcknowledgedBeforeTheStateStays() {
    assertReturns(
        "[\"friends\",[\"friends\",\"friends\"],\"friends\",null]",
        """
            await connect({ version: 5, visibility: 'nobody' });
            await connect();
            client.setVisibility('friends');
            ack(0);
            const waiting = client.queuedVisibility;
            state({ version: 6 });
            const repeated = sent();
            const still = client.queuedVisibility;
            ack(1);
            return [waiting, repeated, still, client.queuedVisibility];
            """);
  }

  @Test
  void choiceThatTheServerLostIsSentAgainBeforeTheUpdate() {
    assertReturns(
        "[[],[\"nobody\"],[\"nobody\",\"update\"]]",
        """
            await connect({ version: 5, visibility: 'nobody' });
            client.update(PAGE);
            await connect();
            const unknown = sent();
            state({ version: 0 });
            const before = sent();
            ack(0);
            return [unknown, before, sent()];
            """);
  }

  @Test
  void choiceOfAnotherClientIsKept() {
    assertReturns(
        "[[\"update\"],null,null]",
        """
            await connect({ version: 5, visibility: 'nobody' });
            client.update(PAGE);
            await connect({ version: 6 });
            return [sent(), client.self.visibility ?? null, client.queuedVisibility];
            """);
  }

  @Test
  void refusedChoiceIsReportedAndSentAgain() {
    assertReturns(
        "[[\"nobody\",\"heartbeat\",\"nobody\"],[\"unavailable\"],\"nobody\"]",
        """
            await connect({ version: 1 });
            client.setVisibility('nobody');
            refuse(0, 'unavailable');
            probe();
            return [sent(), errors, client.queuedVisibility];
            """);
  }

  @Test
  void versionOneReportsThatNobodyCanChooseAndKeepsUpdatesFromFriends() {
    assertReturns(
        /* version= */ 1,
        "[[\"visibility-unavailable\"],\"nobody\",[],[\"update-presence\"],null]",
        """
            client.setVisibility('nobody');
            client.update(PAGE);
            await connect();
            const before = sent();
            const waiting = client.queuedVisibility;
            client.setVisibility('friends');
            return [errors, waiting, before, sent(), client.queuedVisibility];
            """);
  }

  @Test
  void nextUserDoesNotInheritTheChoice() {
    assertReturns(
        "[null,[\"update\"]]",
        """
            client.setVisibility('nobody');
            client.disconnect();
            client.update(PAGE);
            await connect({ version: 1 });
            return [client.queuedVisibility, sent()];
            """);
  }

  private static void assertReturns(String expected, String steps) {
    assertReturns(/* version= */ 2, expected, steps);
  }

  /** Asserts what the steps return, as JSON, with a client that speaks up to a version. */
  private static void assertReturns(int version, String expected, String steps) {
    String test =
        "module.run(%d, async ({ client, errors, PAGE, connect, state, event, ack, refuse, probe, sent }) => {%s})"
            .formatted(version, steps);
    assertEquals(expected, MODULE.evaluate(test, JsonValue.NULL).toString());
  }
}
