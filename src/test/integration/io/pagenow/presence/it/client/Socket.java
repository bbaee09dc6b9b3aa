package io.pagenow.presence.it.client;

import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A WebSocket client like the one of the extension. It stores all messages that it receives. */
public final class Socket implements AutoCloseable {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final Events events;
  private final WebSocket socket;

  private Socket(Events events, WebSocket socket) {
    this.events = events;
    this.socket = socket;
  }

  /** Thrown if the server refuses the handshake, with the HTTP status. */
  public static final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    Refused(int status) {
      super("HTTP " + status);
      this.status = status;
    }

    public int status() {
      return status;
    }
  }

  /**
   * Opens a connection without an {@code Origin} header.
   *
   * @throws Refused if the server does not accept the handshake
   */
  public static Socket open(URI application, String token) {
    return open(application, token, null, true);
  }

  /** Opens a connection with an {@code Origin} header. */
  public static Socket openFrom(String origin, URI application, String token) {
    return open(application, token, origin, true);
  }

  /** Opens a connection that reads nothing, not even pings. */
  public static Socket openDeaf(URI application, String token) {
    return open(application, token, null, false);
  }

  private static Socket open(
      URI application, String token, @Nullable String origin, boolean reads) {
    URI address =
        URI.create(
            application.toString().replaceFirst("^http", "ws")
                + "ws?Authorization="
                + URLEncoder.encode(token, StandardCharsets.UTF_8));
    Events events = new Events(reads);
    WebSocket.Builder builder = HTTP.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(10));
    if (origin != null) {
      builder.header("Origin", origin);
    }
    try {
      return new Socket(events, builder.buildAsync(address, events).join());
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        throw new Refused(refused.getResponse().statusCode());
      }
      throw e;
    }
  }

  /** Sends a text message. */
  public Socket send(String text) {
    socket.sendText(text, true).join();
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
    socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    return this;
  }

  /** Sends a part of a message; the next call continues it. */
  public Socket sendPart(String text) {
    socket.sendText(text, false).join();
    return this;
  }

  /** Returns all messages received so far. */
  public List<JsonObject> received() {
    synchronized (events.texts) {
      return events.texts.stream().map(Socket::object).toList();
    }
  }

  /** Returns the exact texts of all messages received so far. */
  public List<String> texts() {
    synchronized (events.texts) {
      return List.copyOf(events.texts);
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
    if (!socket.isOutputClosed()) {
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }
    await().until(events.closed::isDone);
    socket.abort();
  }

  /** Breaks the connection without a close frame. */
  public void breakOff() {
    socket.abort();
  }

  /** Waits until the server closes the connection, and returns the close code. */
  public int closeCode(Duration atMost) {
    await().atMost(atMost).until(events.closed::isDone);
    return events.closed.join();
  }

  public int closeCode() {
    return closeCode(Duration.ofSeconds(10));
  }

  public boolean isOpen() {
    return !events.closed.isDone();
  }

  private static JsonObject object(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  private static final class Events implements WebSocket.Listener {

    private final boolean reads;
    private final List<String> texts = new ArrayList<>();
    private final StringBuilder part = new StringBuilder();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    Events(boolean reads) {
      this.reads = reads;
    }

    @Override
    public void onOpen(WebSocket socket) {
      if (reads) {
        socket.request(Long.MAX_VALUE);
      }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        synchronized (texts) {
          texts.add(part.toString());
        }
        part.setLength(0);
      }
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
      closed.complete(1006);
    }
  }
}
