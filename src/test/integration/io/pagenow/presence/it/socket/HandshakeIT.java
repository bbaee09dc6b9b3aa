package io.pagenow.presence.it.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.client.Http;
import java.net.URLEncoder;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSocket handshakes, and requests that only look like one: RFC 6455, section 4.2.1. */
class HandshakeIT extends SharedServers {

  private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
  private static final String VERSION = "Sec-WebSocket-Version: 13";

  /** Returns a handshake in which the lines, if any, replace the header of that name. */
  private Http handshake(String method, String replaced, String... lines) throws SQLException {
    Map<String, String> head = new LinkedHashMap<>();
    head.put("Connection", "Connection: Upgrade");
    head.put("Upgrade", "Upgrade: websocket");
    head.put("Key", KEY);
    head.put("Version", VERSION);
    head.remove(replaced);
    String token = URLEncoder.encode(token(user("ann")), UTF_8);
    Http request = Http.request(method, nodeA, "ws?Authorization=" + token);
    head.values().forEach(request::line);
    List.of(lines).forEach(request::line);
    return request;
  }

  private static void expect(int status, Http.Answer answer) {
    assertEquals(status, answer.status(), answer.body());
    // Payara drops Content-Type if both the request and the answer have the header Upgrade. RFC
    // 9110, section 15.5.22, requires this header for 426.
    assertTrue(
        answer.isProblem()
            || (status == 426
                && answer.header("Content-Type").isEmpty()
                && answer.json().getInt("status") == status),
        answer.toString());
    if (status == 426) {
      assertEquals("websocket", answer.header("Upgrade"));
      assertEquals("13", answer.header("Sec-WebSocket-Version"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection: upgrade",
        "Connection: keep-alive, Upgrade",
        "Connection: keep-alive,UPGRADE ,x",
      })
  void upgradeMayBeOneOfSeveralOptions(String connection) throws Exception {
    assertEquals(101, handshake("GET", "Connection", connection).send().status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upgrade: WebSocket",
        "Upgrade: WEBSOCKET",
        "Content-Length: 0",
        "Range: x",
        "Accept: y"
      })
  void handshakeMayHaveOtherHeaders(String line) throws Exception {
    String replaced = line.startsWith("Upgrade") ? "Upgrade" : "";
    assertEquals(101, handshake("GET", replaced, line).send().status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "FOO", "get"})
  void anotherMethodIsABadRequest(String method) throws Exception {
    expect(400, handshake(method, "").send());
  }

  @Test
  void headIsABadRequest() throws Exception {
    assertEquals(400, handshake("HEAD", "").send().status());
  }

  @Test
  void anotherVersionOfHttpHasNoUpgrades() throws Exception {
    assertEquals(426, handshake("GET", "").version("HTTP/1.0").send().status());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Connection | Connection: keep-alive",
        "Connection | Connection: upgraded",
        "Connection | Connection: close",
        "Upgrade | Upgrade: h2c",
        "Upgrade | Upgrade: h2c, websocket",
        "Upgrade | Upgrade: websockets",
        "Upgrade | Upgrade: websocket/13",
        "Upgrade | X: y",
        "'' | Upgrade: h2c",
        "Version | Sec-WebSocket-Version: 8",
        "Version | Sec-WebSocket-Version: 14",
        "Version | Sec-WebSocket-Version: 13, 8",
        "Version | Sec-WebSocket-Version: 013",
        "Version | Sec-WebSocket-Version:",
        "Version | X: y",
        "'' | Sec-WebSocket-Version: 8",
        "'' | Sec-WebSocket-Version: 13",
      })
  void requestForSomethingElseIsToldToUpgrade(String replaced, String line) throws Exception {
    expect(426, handshake("GET", replaced, line).send());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sec-WebSocket-Key:",
        "Sec-WebSocket-Key: x",
        "Sec-WebSocket-Key: AAAA",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZR==",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZ!==",
        "Sec-WebSocket-Key: -_hlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAAAA",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==x",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Key: éééééééééééé",
        "X: y",
      })
  void keyThatIsNotSixteenBytesInBase64IsABadRequest(String line) throws Exception {
    expect(400, handshake("GET", "Key", line).send());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        KEY,
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        "Content-Length: 5",
        "Transfer-Encoding: chunked"
      })
  void secondKeyOrABodyIsABadRequest(String line) throws Exception {
    expect(400, handshake("GET", "", line).send());
  }

  @ParameterizedTest
  @ValueSource(strings = {"$$$$", "%3D", "%3D%3D", "%0Ax", "%20%20x", "."})
  void tokenHasOneSpelling(String junk) throws Exception {
    String token = URLEncoder.encode(token(user("ann")), UTF_8);

    expect(401, Http.get(nodeA, "ws?Authorization=" + token + junk).handshake().send());
  }
}
