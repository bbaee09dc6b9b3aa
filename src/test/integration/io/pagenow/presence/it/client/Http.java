package io.pagenow.presence.it.client;

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
 * An HTTP request that is written byte by byte on a connection of its own. It adds no headers
 * except {@code Host} and {@code Connection}, validates nothing and follows no redirects, so that a
 * test can send the requests of a browser or an attacker.
 */
public final class Http {

  /** A response. Header names are in lower case. */
  public record Answer(int status, Map<String, String> headers, String body) {

    public JsonObject json() {
      try (var reader = Json.createReader(new StringReader(body))) {
        return reader.readObject();
      }
    }

    /**
     * Returns whether the body is a problem document (RFC 9457) with the status of this response.
     */
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
   * Creates a request.
   *
   * @param path the path below the application's own path
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

  /** Adds a line to the request head verbatim, well-formed or not. */
  public Http line(String line) {
    headers.add(line);
    return this;
  }

  /** Encodes the request in another charset than UTF-8. */
  public Http encodedAs(Charset other) {
    charset = other;
    return this;
  }

  /** Sends another version than HTTP/1.1. */
  public Http version(String other) {
    version = other;
    return this;
  }

  /** Adds the headers of a WebSocket handshake. */
  public Http handshake() {
    return header("Connection", "Upgrade")
        .header("Upgrade", "websocket")
        .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
        .header("Sec-WebSocket-Version", "13");
  }

  /** Sends the request and reads the whole response. */
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
    if (status == 101 || status == 204 || status == 304) {
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
    // Without a Content-Length, the response ends when the server closes the connection.
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
