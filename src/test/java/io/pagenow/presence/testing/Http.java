package io.pagenow.presence.testing;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One HTTP request on a connection of its own, written out: nothing is added, checked or followed,
 * so that a test can send what a browser or an attacker would.
 */
public final class Http {

  /** An answer. Header names are in lower case. */
  public record Answer(int status, Map<String, String> headers, String body) {

    public JsonObject json() {
      try (var reader = Json.createReader(new StringReader(body))) {
        return reader.readObject();
      }
    }

    /** Whether it is a problem as RFC 9457 has it, of the answer's own status. */
    public boolean isProblem() {
      return header("Content-Type").startsWith("application/problem+json")
          && json().getInt("status") == status
          && !json().getString("detail").isEmpty();
    }

    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  private final URI application;
  private final String method;
  private final String path;
  private final List<String> headers = new ArrayList<>();
  private Charset charset = StandardCharsets.UTF_8;
  private String version = "HTTP/1.1";

  private Http(URI application, String method, String path) {
    this.application = application;
    this.method = method;
    this.path = path;
  }

  /**
   * A request.
   *
   * @param path what follows the application's own path
   */
  public static Http request(String method, URI application, String path) {
    return new Http(application, method, path);
  }

  public static Http get(URI application, String path) {
    return request("GET", application, path);
  }

  public Http header(String name, String value) {
    headers.add(name + ": " + value);
    return this;
  }

  /** A line of the head as it is, well-formed or not. */
  public Http line(String line) {
    headers.add(line);
    return this;
  }

  /** Writes it in another encoding than UTF-8. */
  public Http encodedAs(Charset other) {
    charset = other;
    return this;
  }

  /** Says another version than HTTP/1.1. */
  public Http version(String other) {
    version = other;
    return this;
  }

  /** Makes it a WebSocket handshake. */
  public Http handshake() {
    return header("Connection", "Upgrade")
        .header("Upgrade", "websocket")
        .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
        .header("Sec-WebSocket-Version", "13");
  }

  /** Sends it and reads the answer to the end. */
  public Answer send() throws IOException {
    String request =
        method
            + " "
            + application.getPath()
            + path
            + " "
            + version
            + "\r\n"
            + "Host: "
            + application.getAuthority()
            + "\r\n"
            + (has("Connection") ? "" : "Connection: close\r\n")
            + String.join("", headers.stream().map(header -> header + "\r\n").toList())
            + "\r\n";
    try (Socket socket = new Socket(application.getHost(), application.getPort())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(charset));
      return read(socket);
    }
  }

  private boolean has(String header) {
    return headers.stream().anyMatch(line -> line.startsWith(header + ":"));
  }

  private static Answer read(Socket socket) throws IOException {
    var in = new BufferedInputStream(socket.getInputStream());
    String head = until(in, "\r\n\r\n");
    String[] lines = head.split("\r\n", -1);
    int status = Integer.parseInt(lines[0].split(" ", -1)[1]);
    Map<String, String> headers = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      String[] pair = lines[i].split(": ?", 2);
      if (pair.length == 2) {
        headers.merge(pair[0].toLowerCase(Locale.ROOT), pair[1], (one, more) -> one + ", " + more);
      }
    }
    return new Answer(status, headers, body(in, status, headers));
  }

  private static String body(InputStream in, int status, Map<String, String> headers)
      throws IOException {
    if (status == 101 || status == 204) {
      return "";
    }
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      StringBuilder body = new StringBuilder();
      for (int size = chunk(in); size > 0; size = chunk(in)) {
        body.append(new String(in.readNBytes(size), StandardCharsets.UTF_8));
        until(in, "\r\n");
      }
      return body.toString();
    }
    String length = headers.get("content-length");
    // Without one, an answer ends with its connection.
    byte[] bytes = length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static int chunk(InputStream in) throws IOException {
    return Integer.parseInt(until(in, "\r\n").strip(), 16);
  }

  private static String until(InputStream in, String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.lastIndexOf(end) < 0 || text.lastIndexOf(end) != text.length() - end.length()) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("The answer ended early: " + text);
      }
      text.append((char) next);
    }
    return text.toString();
  }
}
