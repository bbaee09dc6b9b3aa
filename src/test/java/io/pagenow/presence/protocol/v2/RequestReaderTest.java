package io.pagenow.presence.protocol.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pagenow.presence.model.Visibility;
import io.pagenow.presence.protocol.BadMessageException;
import io.pagenow.presence.protocol.ErrorCode;
import io.pagenow.presence.protocol.v2.Request.Authenticate;
import io.pagenow.presence.protocol.v2.Request.ChangeVisibility;
import io.pagenow.presence.protocol.v2.Request.Heartbeat;
import io.pagenow.presence.protocol.v2.Request.SentPage;
import io.pagenow.presence.protocol.v2.Request.Update;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestReaderTest {

  @Test
  void everyMessageHasAnId() {
    assertEquals(new Heartbeat("7"), read("{'action':'heartbeat','id':'7','more':[{}]}"));
    assertEquals(
        new Update("8", Optional.of(new SentPage("https://a.com/", ""))),
        read("{'id':'8','action':'update','page':{'url':'https://a.com/','title':'','x':{}}}"));
    assertEquals(
        new Update("9", Optional.empty()), read("{'id':'9','action':'update','page':null}"));
    assertEquals(
        new Authenticate("10", "a.b.c"),
        read("{'id':'10','action':'authenticate','token':'a.b.c'}"));
    assertEquals(
        new ChangeVisibility("11", Visibility.NOBODY),
        read("{'id':'11','action':'visibility','visibility':'nobody'}"));
    assertEquals(
        new ChangeVisibility("12", Visibility.FRIENDS),
        read("{'id':'12','action':'visibility','visibility':'friends'}"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "[], INVALID_JSON",
        "{, INVALID_JSON",
        "{} {}, INVALID_JSON",
        "{}, UNKNOWN_ACTION",
        "{'action':1}, UNKNOWN_ACTION",
        "{'action':'update-presence'}, UNKNOWN_ACTION",
        "{'action':'heartbeat'}, INVALID_MEMBER",
        "\"{'action':'heartbeat','id':''}\", INVALID_MEMBER",
        "\"{'action':'heartbeat','id':7}\", INVALID_MEMBER",
        "\"{'action':'update','id':'1'}\", INVALID_MEMBER",
        "\"{'action':'update','id':'1','page':[]}\", INVALID_MEMBER",
        "\"{'action':'update','id':'1','page':''}\", INVALID_MEMBER",
        "\"{'action':'update','id':'1','page':{'url':''}}\", INVALID_MEMBER",
        "\"{'action':'update','id':'1','page':{'url':null,'title':''}}\", INVALID_MEMBER",
        "\"{'action':'authenticate','id':'1'}\", INVALID_MEMBER",
        "\"{'action':'visibility','id':'1'}\", INVALID_MEMBER",
        "\"{'action':'visibility','id':'1','visibility':'Nobody'}\", INVALID_MEMBER",
        "\"{'action':'visibility','id':'1','visibility':null}\", INVALID_MEMBER",
      })
  void anInvalidMessageIsRefused(String text, ErrorCode code) {
    assertEquals(code, assertThrows(BadMessageException.class, () -> read(text)).code());
  }

  @Test
  void anIdHasAMaximumLength() {
    String longest = "x".repeat(64);
    assertEquals(new Heartbeat(longest), read("{'action':'heartbeat','id':'" + longest + "'}"));
    assertThrows(
        BadMessageException.class, () -> read("{'action':'heartbeat','id':'" + longest + "x'}"));
  }

  @Test
  void anIdThatCannotBeSentBackIsRefused() {
    assertThrows(BadMessageException.class, () -> read("{'action':'heartbeat','id':'\\ud800'}"));
  }

  @Test
  void deepNestingIsRefused() {
    String deep = "{'a':".repeat(100) + "1" + "}".repeat(100);
    assertEquals(
        ErrorCode.INVALID_JSON, assertThrows(BadMessageException.class, () -> read(deep)).code());
  }

  @Test
  void aMessageHasAtMost64Levels() {
    assertEquals(new Heartbeat("h"), read(nested("{'a':", "}", 63)));
    assertEquals(new Heartbeat("h"), read(nested("[", "]", 63)));
    assertThrows(BadMessageException.class, () -> read(nested("{'a':", "}", 64)));
    assertThrows(BadMessageException.class, () -> read(nested("[", "]", 64)));
  }

  /** Returns a heartbeat with a member that has this number of levels. */
  private static String nested(String start, String end, int levels) {
    return "{'action':'heartbeat','id':'h','x':"
        + start.repeat(levels)
        + "1"
        + end.repeat(levels)
        + "}";
  }

  @Test
  void theTokenIsNotInTheTextForLogs() {
    assertFalse(new Authenticate("1", "secret").toString().contains("secret"));
  }

  private static Request read(String text) {
    return new RequestReader(text.replace('\'', '"')).read();
  }
}
