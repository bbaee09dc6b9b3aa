package io.pagenow.presence.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.pagenow.presence.testing.WebSocketClient;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A client of either version of the protocol, which counts what it receives. */
final class VersionsClient implements WebSocketClient.Listener {

  private static final Pattern SINCE = Pattern.compile("\"since\":\"([^\"]+)\"");

  private static final String HEARTBEAT = "{\"action\":\"heartbeat\",\"id\":\"1\"}";

  /** The position of the type in a message, and the beginnings of the types that are counted. */
  private static final int TYPE_AT = "{\"type\":\"".length();

  private final int version;
  private final LongAdder deliveries;
  private final LongAdder stateBytes = new LongAdder();
  private final WebSocketClient connection;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private volatile @Nullable String since;

  /**
   * Opens a connection.
   *
   * @param version 1 or 2
   * @param since the value with which a version 2 client resumes
   * @param deliveries counts the events about friends and the user
   */
  VersionsClient(
      int version,
      EventLoop loop,
      URI application,
      String token,
      Optional<String> since,
      LongAdder deliveries) {
    this.version = version;
    this.deliveries = deliveries;
    var options = new WebSocketClient.Options(loop, null, null, true);
    if (version == 1) {
      connection = WebSocketClient.open(application, token, options, this);
      connection.whenOpened(() -> ready.complete(null), ready::completeExceptionally);
    } else {
      connection =
          WebSocketClient.open(
              application.resolve("ws" + since.map(value -> "?since=" + value).orElse("")),
              options.withProtocols("presence.v2,bearer." + token),
              this);
    }
  }

  /** Waits until the client has its state, or until it is connected if it gets none. */
  void awaitReady() {
    ready.join();
  }

  void update(long sequence) {
    String page =
        "\"url\":\""
            + Texts.URL
            + sequence
            + "\",\"title\":\"How friends know where their friends are - Example\"";
    connection.send(
        version == 1
            ? "{\"action\":\"update-presence\"," + page + "}"
            : "{\"action\":\"update\",\"id\":\"" + sequence + "\",\"page\":{" + page + "}}");
  }

  void heartbeat() {
    connection.send(HEARTBEAT);
  }

  void close() {
    connection.close();
  }

  /** Returns the bytes of the state that the client got. */
  long stateBytes() {
    return stateBytes.sum();
  }

  /** Returns the last value with which the client can resume. */
  Optional<String> since() {
    return Optional.ofNullable(since);
  }

  @Override
  public void received(ByteBuf text) {
    switch (text.getByte(text.readerIndex() + TYPE_AT)) {
      case 'u', 'p' -> deliveries.increment(); // update-presence, presence
      case 's', 'a' -> control(text.toString(UTF_8)); // state, ack
      default -> {} // welcome
    }
  }

  private void control(String text) {
    Matcher found = SINCE.matcher(text);
    if (found.find()) {
      since = found.group(1);
    }
    if (text.startsWith("{\"type\":\"state\"")) {
      stateBytes.add(text.getBytes(UTF_8).length);
      if (text.contains("\"more\":false")) {
        ready.complete(null);
      }
    }
  }

  @Override
  public void closed(int code, String reason) {
    ready.completeExceptionally(new IllegalStateException("closed with " + code));
  }
}
