package io.pagenow.presence.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pagenow.presence.protocol.ClientMessage.Heartbeat;
import io.pagenow.presence.protocol.ClientMessage.Update;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientMessageTest {

  @Test
  void aHeartbeatIsParsed() {
    assertEquals(new Heartbeat(), ClientMessage.decode("{\"action\":\"heartbeat\"}"));
  }

  @Test
  void anUpdateIsParsed() {
    assertEquals(
        new Update("https://example.com/", "A \"title\" 🐈"),
        ClientMessage.decode(
            """
            {"action":"update-presence","url":"https://example.com/","title":"A \\"title\\" \\ud83d\\udc08"}
            """));
  }

  @Test
  void emptyStringsAreValid() {
    assertEquals(
        new Update("", ""),
        ClientMessage.decode("{\"title\":\"\",\"url\":\"\",\"action\":\"update-presence\"}"));
  }

  @Test
  void unknownMembersAreIgnored() {
    assertEquals(
        new Update("u", "t"),
        ClientMessage.decode(
            """
            {"x":{"url":"no","y":[1,{"title":"no"}]},"action":"update-presence","url":"u","n":null,
             "title":"t","f":[[],[{}]],"b":true,"d":-1.5e3}
            """));
  }

  @Test
  void theLastOfDuplicateMembersIsUsed() {
    assertEquals(
        new Update("second", "t"),
        ClientMessage.decode(
            "{\"action\":\"update-presence\",\"url\":\"first\",\"title\":\"t\",\"url\":\"second\"}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "heartbeat",
        "null",
        "\"heartbeat\"",
        "[{\"action\":\"heartbeat\"}]",
        "{\"action\":\"heartbeat\"",
        "{\"action\":\"heartbeat\"}}",
        "{\"action\":\"heartbeat\"} {}",
        "{action:\"heartbeat\"}",
        "{\"action\":\"heartbeat\",}",
        "{\"action\":\"heart\nbeat\"}",
        "{\"action\"}",
      })
  void textThatIsNotOneObjectIsInvalidJson(String text) {
    assertEquals(ErrorCode.INVALID_JSON, refusal(text));
  }

  @Test
  void deepNestingIsRefusedWithoutAStackOverflow() {
    assertEquals(ErrorCode.INVALID_JSON, refusal("{\"x\":" + "[".repeat(100_000)));
  }

  @Test
  void aMessageHasAtMost64Levels() {
    String deep = "{\"action\":\"heartbeat\",\"x\":%s1%s}";
    assertEquals(
        new Heartbeat(), ClientMessage.decode(deep.formatted("[".repeat(63), "]".repeat(63))));
    assertEquals(ErrorCode.INVALID_JSON, refusal(deep.formatted("[".repeat(64), "]".repeat(64))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"action\":null}",
        "{\"action\":1}",
        "{\"action\":\"\"}",
        "{\"action\":\"Heartbeat\"}",
        "{\"action\":\"disconnect\"}",
        "{\"action\":{\"action\":\"heartbeat\"}}",
      })
  void aMissingOrUnsupportedActionIsUnknown(String text) {
    assertEquals(ErrorCode.UNKNOWN_ACTION, refusal(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"action\":\"update-presence\"}",
        "{\"action\":\"update-presence\",\"url\":\"u\"}",
        "{\"action\":\"update-presence\",\"title\":\"t\"}",
        "{\"action\":\"update-presence\",\"url\":null,\"title\":\"t\"}",
        "{\"action\":\"update-presence\",\"url\":\"u\",\"title\":7}",
        "{\"action\":\"update-presence\",\"url\":[\"u\"],\"title\":\"t\"}",
        "{\"action\":\"update-presence\",\"url\":{\"url\":\"u\"},\"title\":\"t\"}",
      })
  void aMissingOrMistypedMemberIsInvalid(String text) {
    assertEquals(ErrorCode.INVALID_MEMBER, refusal(text));
  }

  private static ErrorCode refusal(String text) {
    return assertThrows(BadMessageException.class, () -> ClientMessage.decode(text)).code();
  }
}
