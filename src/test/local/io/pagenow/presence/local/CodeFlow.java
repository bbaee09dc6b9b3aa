package io.pagenow.presence.local;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;

import com.sun.net.httpserver.HttpExchange;
import io.pagenow.presence.model.UserId;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The OAuth 2 code flow with PKCE (RFC 6749 section 4.1, RFC 7636), for public clients, like that
 * of a Cognito user pool. Users only enter their id. Each code is valid once.
 */
final class CodeFlow {

  private record Code(UserId user, String challenge, String redirect) {}

  private final Function<UserId, String> tokens;
  private final Map<String, Code> codes = new ConcurrentHashMap<>();
  private final Map<String, UserId> refreshTokens = new ConcurrentHashMap<>();

  /**
   * @param tokens creates an ID token for a user
   */
  CodeFlow(Function<UserId, String> tokens) {
    this.tokens = tokens;
  }

  /** Shows a form for the user id, and redirects the user back with a code. */
  void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> asked = parameters(exchange.getRequestURI().getRawQuery());
    String redirect = asked.getOrDefault("redirect_uri", "");
    String challenge = asked.getOrDefault("code_challenge", "");
    if (!redirect.startsWith("http")
        || challenge.isEmpty()
        || !"S256".equals(asked.get("code_challenge_method"))
        || !"code".equals(asked.get("response_type"))) {
      answer(exchange, 400, "text/plain", "The request is not one of the code flow with PKCE");
      return;
    }
    UserId user = UserId.parse(asked.getOrDefault("user", "")).orElse(null);
    if (user == null) {
      answer(exchange, 200, "text/html", form(asked));
      return;
    }
    String code = UUID.randomUUID().toString();
    codes.put(code, new Code(user, challenge, redirect));
    String state = URLEncoder.encode(asked.getOrDefault("state", ""), UTF_8);
    URI back = URI.create(redirect + "?code=" + code + "&state=" + state);
    exchange.getResponseHeaders().set("Location", back.toString());
    answer(exchange, 302, "text/plain", "");
  }

  private static String form(Map<String, String> asked) {
    StringBuilder fields = new StringBuilder();
    asked.forEach(
        (name, value) ->
            fields.append(
                "<input type=hidden name='%s' value='%s'>".formatted(escape(name), escape(value))));
    return "<!DOCTYPE html><meta name=viewport content='width=device-width'><title>Sign in</title>"
        + "<h1>Development sign-in</h1><form>"
        + fields
        + "<label>User id <input name=user required autofocus></label> <button>Sign in</button>"
        + "</form>";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;");
  }

  /** Exchanges a code, or a refresh token, for an ID token. */
  void token(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    Map<String, String> asked =
        parameters(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    UserId user =
        "refresh_token".equals(asked.get("grant_type"))
            ? refreshTokens.get(asked.getOrDefault("refresh_token", ""))
            : userOf(asked);
    if (user == null) {
      answer(exchange, 400, "application/json", "{\"error\":\"invalid_grant\"}");
      return;
    }
    String refresh = UUID.randomUUID().toString();
    refreshTokens.put(refresh, user);
    answer(
        exchange,
        200,
        "application/json",
        "{\"id_token\":\"%s\",\"refresh_token\":\"%s\",\"token_type\":\"Bearer\"}"
            .formatted(tokens.apply(user), refresh));
  }

  private @Nullable UserId userOf(Map<String, String> asked) {
    Code code = codes.remove(asked.getOrDefault("code", ""));
    boolean valid =
        code != null
            && code.redirect().equals(asked.get("redirect_uri"))
            && code.challenge().equals(challenge(asked.getOrDefault("code_verifier", "")));
    return valid ? code.user() : null;
  }

  private static String challenge(String verifier) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }

  /**
   * Returns the decoded parameters of a query or a form. If a name occurs twice, the first counts.
   *
   * @throws IllegalArgumentException if an escape sequence is invalid
   */
  static Map<String, String> parameters(@Nullable String query) {
    return Arrays.stream((query == null ? "" : query).split("&", -1))
        .map(pair -> pair.split("=", 2))
        .filter(pair -> pair.length == 2)
        .collect(
            toMap(
                pair -> URLDecoder.decode(pair[0], UTF_8),
                pair -> URLDecoder.decode(pair[1], UTF_8),
                (first, again) -> first));
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    try (exchange) {
      byte[] body = text.getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
