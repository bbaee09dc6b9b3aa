package io.pagenow.presence.it.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.model.UserId;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Headers with a misplaced byte. Each request gets its answer or a problem, but never an HTML page
 * or a status that reports a failure of the node.
 */
class OddHeadersIT extends SharedServers {

  private static final Set<Integer> REFUSALS = Set.of(400, 403, 404, 405, 406, 415, 417, 431);

  static Stream<Arguments> cookies() {
    String many =
        IntStream.range(0, 1_500).mapToObj(i -> "c" + i + "=v").collect(Collectors.joining("; "));
    return Stream.of(
            "city=Québec",
            "nickname=홍길동",
            "é=x",
            "a=\u0001",
            "a=\u007f",
            "a=\tb",
            "a=\"b",
            "a=b\\",
            "=;=;;,",
            "",
            ";",
            "$Version=1; a=b; $Path=/",
            "JSESSIONID=../../etc",
            "a=" + "x".repeat(20_000),
            many)
        .flatMap(
            cookie -> Stream.of(Arguments.of(cookie, UTF_8), Arguments.of(cookie, ISO_8859_1)));
  }

  @ParameterizedTest
  @MethodSource("cookies")
  void cookiesOfTheHostDoNotMatter(String cookie, Charset charset) throws Exception {
    String token = token(user("ann"));

    assertEquals(200, with(cookie, charset, Http.get(nodeA, "")).status());
    assertEquals(200, with(cookie, charset, Http.get(nodeA, "health/ready")).status());
    assertEquals(
        200,
        with(cookie, charset, Http.get(nodeA, "api/presence").header("Authorization", token))
            .status());
    Http handshake = Http.get(nodeA, "ws?Authorization=" + URLEncoder.encode(token, UTF_8));
    assertEquals(101, with(cookie, charset, handshake.handshake()).status());
  }

  private static Http.Answer with(String cookie, Charset charset, Http request) throws Exception {
    return request.header("Cookie", cookie).encodedAs(charset).send();
  }

  @Test
  void severalCookieHeadersDoNotMatter() throws Exception {
    Http request = Http.get(nodeA, "health/live").header("Cookie", "a=é").header("Cookie", "b=é");

    assertEquals(200, request.send().status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Accept: application/json;q=abc",
        "Accept: json",
        "Accept: ;;;",
        "Accept: a/b/c",
        "Accept: \"",
        "Accept: ,",
        "Accept: é/ü",
        "Accept: application/json;charset",
        "Accept: application/json;a=\"b",
        "Accept: *; q=.2",
        "Accept: application/json;q=0",
        "Accept-Charset: é;q=q",
        "Accept-Encoding: gzip;q=abc",
        "Accept-Language: x_y;q=zz",
        "Accept-Language: *;q=q",
        "Accept-Language: é",
        "Accept-Language: ",
        "Content-Type: undefined",
        "Content-Type: ",
        "Content-Type: ;",
        "Content-Type: a/b;c",
        "Content-Type: é",
        "Content-Type: multipart/form-data",
        "Content-Type: application/x-www-form-urlencoded; charset=nope",
        "Content-Encoding: nope",
        "Content-Language: x_y_",
        "Date: x",
        "Expect: nope",
        "Forwarded: ;;",
        "If-Match: ab",
        "If-Modified-Since: never",
        "If-None-Match: \"",
        "If-Range: x",
        "If-Unmodified-Since: yesterday",
        "Last-Event-ID: é",
        "Range: bytes=5-1",
        "Range: foo",
        "Traceparent: zz",
        "Upgrade: foo",
        "X-Forwarded-Host: a:b:c",
        "X-Forwarded-Port: abc",
        "X-Forwarded-Proto: ???",
        "X-HTTP-Method-Override: FOO",
      })
  void oddHeaderGetsItsAnswerOrAProblem(String line) throws Exception {
    String token = token(user("ann"));
    for (Http request :
        List.of(
            Http.get(nodeA, "api/presence").header("Authorization", token),
            Http.get(nodeA, "api/presence/ann").header("Authorization", token),
            Http.get(nodeA, "api/nothing").header("Authorization", token),
            Http.get(nodeA, "api/presence"),
            Http.get(nodeA, "ws"),
            Http.get(nodeA, "health/ready"))) {
      expectAnswerOrProblem(request.line(line).send());
    }
  }

  @Test
  void headerThatJaxRsCannotReadChangesNothing() throws Exception {
    UserId ann = user("ann");
    for (String line :
        List.of(
            "Accept: application/json;q=abc",
            "Accept-Language: x_y;q=zz",
            "Content-Type: undefined",
            "Content-Type: ")) {
      Http request = Http.get(nodeA, "api/presence").header("Authorization", token(ann)).line(line);
      assertEquals(200, request.send().status(), line);
    }
    Http request = Http.get(nodeA, "api/presence").header("Authorization", token(ann));
    assertEquals(406, request.header("Accept", "json").send().status());
  }

  @Test
  void mediaTypeThatThereIsNotIsAProblem() throws Exception {
    Http.Answer answer =
        Http.get(nodeA, "api/presence")
            .header("Authorization", token(user("ann")))
            .header("Accept", "text/csv")
            .send();

    assertEquals(406, answer.status());
    assertEquals(406, answer.json().getInt("status"));
  }

  private static void expectAnswerOrProblem(Http.Answer answer) {
    expectNoHtml(answer);
    if (answer.status() == 200) {
      assertTrue(answer.header("Content-Type").startsWith("application/json"), answer.toString());
    } else if (answer.status() != 401 && answer.status() != 426) {
      assertTrue(REFUSALS.contains(answer.status()), answer.toString());
    }
    assertTrue(
        answer.status() == 200 || answer.isProblem() || answer.body().isEmpty(), answer.toString());
  }

  private static void expectNoHtml(Http.Answer answer) {
    assertFalse(answer.header("Content-Type").contains("html"), answer.toString());
  }
}
