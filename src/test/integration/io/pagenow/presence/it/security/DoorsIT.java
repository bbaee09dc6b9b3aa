package io.pagenow.presence.it.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.WebSocketClient.Refused;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Access to the socket and to REST. The same rules apply to both. */
class DoorsIT extends SharedServers {

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.pagenow.presence.it.security.BadTokens#all")
  void badTokenIsRefusedAtBothDoors(String what, String token) throws IOException {
    expect401(Http.get(nodeA, "api/presence").header("Authorization", token).send());
    expect401(Http.get(nodeA, "api/presence").header("Authorization", "Bearer " + token).send());
    expect401(handshake(token).send());
    assertEquals(401, assertThrows(Refused.class, () -> Socket.open(nodeA, token), what).status());
  }

  @Test
  void missingTokenIsRefusedAtBothDoors() throws IOException {
    expect401(Http.get(nodeA, "api/presence").send());
    expect401(Http.get(nodeA, "api/presence/ann").send());
    expect401(Http.get(nodeA, "ws").handshake().send());
    expect401(Http.get(nodeA, "ws?Authorization=").handshake().send());
    expect401(Http.get(nodeA, "api/presence").header("Authorization", "Bearer").send());
  }

  @Test
  void tokenIsTakenRawAndAsBearer() throws Exception {
    UserId ann = user("ann");
    String token = token(ann);

    assertEquals(
        200, Http.get(nodeA, "api/presence").header("Authorization", token).send().status());
    assertEquals(
        200,
        Http.get(nodeA, "api/presence").header("Authorization", "Bearer " + token).send().status());
  }

  @Test
  void rotatedKeyIsTakenWithoutARestart() throws Exception {
    UserId ann = user("ann");
    assertEquals(200, get("api/presence", ann).status());
    TestEnvironment.issuer().rotate();

    await().atMost(Duration.ofSeconds(5)).until(() -> get("api/presence", ann).status() == 200);
  }

  @Test
  void whoWantsNoSocketIsToldToUpgrade() throws Exception {
    Http request =
        Http.get(nodeA, "ws?Authorization=" + URLEncoder.encode(token(user("ann")), UTF_8));

    expectUpgradeRequired(request.send());
    expectUpgradeRequired(request.header("Connection", "keep-alive").send());
  }

  private static void expectUpgradeRequired(Http.Answer answer) {
    assertEquals("websocket", answer.header("Upgrade"));
    expectProblem(answer, 426);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example.com",
        "http://localhost:4201",
        "https://localhost:4200.evil.example.com",
        "chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "null",
      })
  void foreignOriginIsRefusedAtBothDoors(String origin) throws Exception {
    String token = token(user("ann"));

    Http.Answer rest = getFrom(origin, token);
    expectProblem(rest, 403);
    // A page may read this refusal, but the browser sends no token before the preflight succeeds.
    assertEquals("*", rest.header("Access-Control-Allow-Origin"));
    assertEquals("", rest.header("Access-Control-Allow-Credentials"));
    expectProblem(preflightFrom(origin), 403);
    expectProblem(handshake(token).header("Origin", origin).send(), 403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:4200",
        "chrome-extension://lplobiaakhgkjcldopgkbcibeilddbmc",
        "https://chat.example.com",
      })
  void knownOriginComesInAtBothDoors(String origin) throws Exception {
    String token = token(user("ann"));

    Http.Answer rest = getFrom(origin, token);
    assertEquals(200, rest.status());
    assertEquals(origin, rest.header("Access-Control-Allow-Origin"));
    assertTrue(rest.header("Vary").contains("Origin"));
    Socket.openFrom(origin, nodeA, token).close();
  }

  @Test
  void ownOriginComesIn() throws Exception {
    Socket.openFrom("http://" + nodeA.getAuthority(), nodeA, token(user("ann"))).close();
  }

  private Http.Answer preflightFrom(String origin) throws IOException {
    return Http.request("OPTIONS", nodeA, "api/presence")
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "GET")
        .header("Access-Control-Request-Headers", "authorization")
        .send();
  }

  @Test
  void preflightNeedsNoToken() throws IOException {
    Http.Answer answer = preflightFrom("http://localhost:4200");

    assertEquals(204, answer.status());
    assertEquals("http://localhost:4200", answer.header("Access-Control-Allow-Origin"));
    assertTrue(answer.header("Access-Control-Allow-Headers").contains("Authorization"));
    assertTrue(answer.header("Access-Control-Allow-Methods").contains("GET"));
  }

  @Test
  void pageCanReadTheErrorsOfItsOrigin() throws IOException {
    Http.Answer answer =
        Http.get(nodeA, "api/presence").header("Origin", "http://localhost:4200").send();

    expect401(answer);
    assertEquals("http://localhost:4200", answer.header("Access-Control-Allow-Origin"));
  }

  @Test
  void refusedHandshakeLeavesNoTrace() throws Exception {
    long before = redis.hlen("presence_connection_user");
    expect401(handshake("not.a.token").send());
    assertEquals(before, redis.hlen("presence_connection_user"));
  }

  private Http.Answer getFrom(String origin, String token) throws IOException {
    return Http.get(nodeA, "api/presence")
        .header("Authorization", token)
        .header("Origin", origin)
        .send();
  }

  private Http handshake(String token) {
    return Http.get(nodeA, "ws?Authorization=" + URLEncoder.encode(token, UTF_8)).handshake();
  }

  private static void expect401(Http.Answer answer) {
    expectProblem(answer, 401);
    assertTrue(answer.header("WWW-Authenticate").startsWith("Bearer"));
    assertEquals("no-store", answer.header("Cache-Control"));
  }

  private static void expectProblem(Http.Answer answer, int status) {
    assertEquals(status, answer.status(), answer.body());
    assertTrue(
        answer.header("Content-Type").startsWith("application/problem+json"),
        answer.header("Content-Type"));
    assertEquals(status, answer.json().getInt("status"));
    assertFalse(answer.json().getString("title").isEmpty());
    assertFalse(answer.json().getString("detail").isEmpty());
  }
}
