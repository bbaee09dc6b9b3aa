package io.pagenow.presence.it.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.pagenow.presence.testing.WebSocketClient;
import io.pagenow.presence.testing.WebSocketClient.Options;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/** A connection like that of the extension. It stores all messages that it receives. */
public final class Socket implements AutoCloseable, WebSocketClient.Listener {

  private final List<String> texts = new ArrayList<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final WebSocketClient client;

  private Socket(URI application, String token, Options options) {
    this(application.resolve("ws?Authorization=" + URLEncoder.encode(token, UTF_8)), options);
  }

  private Socket(URI address, Options options) {
    this.client = WebSocketClient.open(address, options, this);
    try {
      client.opened().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof WebSocketClient.Refused refused ? refused : e;
    }
  }

  /**
   * Opens a connection without an {@code Origin} header.
   *
   * @throws WebSocketClient.Refused if the server does not accept the handshake
   */
  public static Socket open(URI application, String token) {
    return new Socket(application, token, Options.DEFAULT);
  }

  /** Opens a version 2 connection, with the token as a subprotocol. */
  public static Socket openV2(URI application, String token) {
    return openV2(application, "", token);
  }

  /** Opens a version 2 connection that resumes after {@code since}. */
  public static Socket openV2(URI application, String since, String token) {
    String query = since.isEmpty() ? "ws" : "ws?since=" + since;
    return new Socket(
        application.resolve(query), Options.DEFAULT.withProtocols("presence.v2,bearer." + token));
  }

  /** Opens a connection with an {@code Origin} header. */
  public static Socket openFrom(String origin, URI application, String token) {
    return new Socket(application, token, Options.DEFAULT.withOrigin(origin));
  }

  /** Opens a connection that reads nothing, not even pings. */
  public static Socket openDeaf(URI application, String token) {
    return new Socket(application, token, Options.DEFAULT.withoutReading());
  }

  /** Sends a text message. */
  public Socket send(String text) {
    client.send(text);
    return this;
  }

  public Socket heartbeat() {
    return send("{\"action\":\"heartbeat\"}");
  }

  public Socket update(String url, String title) {
    return send(
        Json.createObjectBuilder()
            .add("action", "update-presence")
            .add("url", url)
            .add("title", title)
            .build()
            .toString());
  }

  public Socket sendBinary(byte[] bytes) {
    client.sendBinary(bytes);
    return this;
  }

  /** Sends a part of a message; the next call continues it. */
  public Socket sendPart(String text) {
    client.sendPart(text);
    return this;
  }

  /** Returns all messages received so far. */
  public List<JsonObject> received() {
    return texts().stream().map(Socket::object).toList();
  }

  /** Returns the exact texts of all messages received so far. */
  public List<String> texts() {
    synchronized (texts) {
      return List.copyOf(texts);
    }
  }

  /** Waits up to ten seconds for the first message that matches. */
  public JsonObject next(Predicate<JsonObject> kind) {
    return next(kind, Duration.ofSeconds(10));
  }

  public JsonObject next(Predicate<JsonObject> kind, Duration atMost) {
    return await()
        .atMost(atMost)
        .until(() -> received().stream().filter(kind).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  /** Matches a message of this type about this user. */
  public static Predicate<JsonObject> message(String type, Object user) {
    return json ->
        json.getString("type", "").equals(type)
            && json.getString("userId", "").equals(user.toString());
  }

  /** Matches an error with this code. */
  public static Predicate<JsonObject> error(String code) {
    return json ->
        json.getString("type", "").equals("error") && json.getString("code", "").equals(code);
  }

  /** Closes the connection gracefully and waits for the close frame of the server. */
  @Override
  public void close() {
    client.close();
    await().until(closed::isDone);
  }

  /** Closes the connection with a code and waits for the close frame of the server. */
  public void closeWith(int code) {
    client.close(code);
    await().until(closed::isDone);
  }

  /** Breaks the connection without a close frame. */
  public void breakOff() {
    client.breakOff();
  }

  /** Waits until the server closes the connection, and returns the close code. */
  public int closeCode(Duration atMost) {
    await().atMost(atMost).until(closed::isDone);
    return closed.join();
  }

  public int closeCode() {
    return closeCode(Duration.ofSeconds(10));
  }

  public boolean isOpen() {
    return !closed.isDone();
  }

  @Override
  public void received(ByteBuf text) {
    try {
      String valid = UTF_8.newDecoder().decode(text.nioBuffer()).toString();
      synchronized (texts) {
        texts.add(valid);
      }
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("A text message that is not UTF-8", e);
    }
  }

  @Override
  public void closed(int code, String reason) {
    closed.complete(code);
  }

  private static JsonObject object(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
