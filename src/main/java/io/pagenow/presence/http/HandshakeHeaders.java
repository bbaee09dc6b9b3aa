package io.pagenow.presence.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Checks the opening handshake of a client as RFC 6455, section 4.2.1, requires. The servers check
 * less: they open a WebSocket for a POST, for HTTP/1.0, and for any key.
 */
public final class HandshakeHeaders {

  private static final int BAD_REQUEST = 400;
  private static final int UPGRADE_REQUIRED = 426;
  private static final String VERSION = "13";
  private static final int KEY_BYTES = 16;
  private static final int KEY_LENGTH = 24;
  private static final Pattern COMMA = Pattern.compile(",");

  private HandshakeHeaders() {}

  private record Refusal(int status, String detail) {}

  /**
   * Returns whether the request is a valid handshake. If not, sends the response: 426 if the
   * request is not for a WebSocket or has another version, or else 400.
   */
  public static boolean accept(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<Refusal> refusal = refusal(request);
    if (refusal.isPresent()) {
      refuse(response, refusal.get());
    }
    return refusal.isEmpty();
  }

  private static Optional<Refusal> refusal(HttpServletRequest request) {
    if (!isUpgrade(request)) {
      return refusal(UPGRADE_REQUIRED, "Only WebSocket handshakes are answered here");
    }
    if (!request.getMethod().equals("GET")) {
      return refusal(BAD_REQUEST, "The method of a WebSocket handshake is GET");
    }
    List<String> versions = values(request, "Sec-WebSocket-Version");
    if (!versions.equals(List.of(VERSION))) {
      return refusal(
          UPGRADE_REQUIRED, "Sec-WebSocket-Version must be " + VERSION + ", and be there once");
    }
    List<String> keys = values(request, "Sec-WebSocket-Key");
    if (keys.size() != 1 || !isKey(keys.get(0))) {
      return refusal(
          BAD_REQUEST, "Sec-WebSocket-Key must be 16 bytes in base64, and be there once");
    }
    if (hasBody(request)) {
      return refusal(BAD_REQUEST, "A WebSocket handshake has no body");
    }
    return Optional.empty();
  }

  private static Optional<Refusal> refusal(int status, String detail) {
    return Optional.of(new Refusal(status, detail));
  }

  /**
   * Returns whether the request asks for a WebSocket. HTTP/1.0 has no upgrades, and an upgrade
   * needs both headers: RFC 9110, section 7.8.
   */
  private static boolean isUpgrade(HttpServletRequest request) {
    List<String> upgrades = values(request, "Upgrade");
    return request.getProtocol().equals("HTTP/1.1")
        && upgrades.size() == 1
        && upgrades.get(0).equalsIgnoreCase("websocket")
        && values(request, "Connection").stream()
            .flatMap(COMMA::splitAsStream)
            .map(option -> option.strip().toLowerCase(Locale.ROOT))
            .anyMatch(Predicate.isEqual("upgrade"));
  }

  /**
   * Returns whether the key is 16 bytes in base64. Rejects bits after the last byte, as RFC 4648,
   * section 3.5, permits.
   */
  private static boolean isKey(String key) {
    if (key.length() != KEY_LENGTH) {
      return false;
    }
    try {
      byte[] nonce = Base64.getDecoder().decode(key);
      return nonce.length == KEY_BYTES && Base64.getEncoder().encodeToString(nonce).equals(key);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Returns whether the request has a body, whose bytes the server would read as frames. */
  private static boolean hasBody(HttpServletRequest request) {
    return request.getHeader("Transfer-Encoding") != null
        || values(request, "Content-Length").stream().anyMatch(length -> !length.equals("0"));
  }

  private static List<String> values(HttpServletRequest request, String name) {
    return Collections.list(request.getHeaders(name)).stream().map(String::strip).toList();
  }

  private static void refuse(HttpServletResponse response, Refusal refusal) throws IOException {
    if (refusal.status() == UPGRADE_REQUIRED) {
      response.setHeader("Upgrade", "websocket");
      response.setHeader("Sec-WebSocket-Version", VERSION);
    }
    // Payara sends no length with a response that has the header Upgrade. And the bytes after a
    // refused handshake may be frames, not another request.
    response.setHeader("Connection", "close");
    Problems.send(response, refusal.status(), refusal.detail());
  }
}
