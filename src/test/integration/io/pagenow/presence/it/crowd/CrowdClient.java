package io.pagenow.presence.it.crowd;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client of one user. It passes each message to a callback and stores none. */
final class CrowdClient implements WebSocket.Listener, CrowdUser {

  /** Callback for the end of a connection that the client did not close. */
  interface End {
    void ended(int code, String reason);
  }

  private static final int WITHOUT_CLOSE_FRAME = 1006;

  private final Consumer<String> onMessage;
  private final End end;
  private final StringBuilder part = new StringBuilder();
  private volatile boolean closed;
  private CompletableFuture<WebSocket> opened = new CompletableFuture<>();
  private CompletableFuture<WebSocket> sent = new CompletableFuture<>();

  private CrowdClient(Consumer<String> onMessage, End end) {
    this.onMessage = onMessage;
    this.end = end;
  }

  static CrowdClient connect(HttpClient http, URI node, String token, Consumer<String> onMessage) {
    CrowdClient member = open(http, node, token, onMessage, (code, reason) -> {});
    member.awaitOpen();
    return member;
  }

  /**
   * Like {@link #connect}, but does not wait. If the handshake fails, the callback is not called.
   */
  static CrowdClient open(
      HttpClient http, URI node, String token, Consumer<String> onMessage, End end) {
    URI address =
        URI.create(node.toString().replaceFirst("^http", "ws") + "ws?Authorization=" + token);
    CrowdClient member = new CrowdClient(onMessage, end);
    member.opened = http.newWebSocketBuilder().buildAsync(address, member);
    member.sent = member.opened;
    return member;
  }

  /** Completes when the connection is open, or exceptionally if the handshake fails. */
  CompletableFuture<WebSocket> opened() {
    return opened;
  }

  void awaitOpen() {
    opened.join();
  }

  @Override
  public void update(long number, String padding) {
    String message =
        "{\"action\":\"update-presence\",\"url\":\"https://example.com/%s\",\"title\":\"%d\"}"
            .formatted(padding, number);
    sent = sent.thenCompose(socket -> socket.sendText(message, true));
  }

  /** Sends a heartbeat. */
  void heartbeat() {
    sent = sent.thenCompose(socket -> socket.sendText("{\"action\":\"heartbeat\"}", true));
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public boolean isConnected() {
    return !closed && opened.isDone() && !opened.isCompletedExceptionally();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      onMessage.accept(part.toString());
      part.setLength(0);
    }
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    end(code, reason);
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable failure) {
    end(WITHOUT_CLOSE_FRAME, "");
  }

  private void end(int code, String reason) {
    boolean byTheOther = !closed;
    closed = true;
    if (byTheOther) {
      end.ended(code, reason);
    }
  }

  /** Breaks the connection without a close frame. */
  void breakOff() {
    closed = true;
    var unused = sent.thenAccept(WebSocket::abort);
  }

  @Override
  public void close() {
    closed = true;
    sent.thenCompose(socket -> socket.sendClose(WebSocket.NORMAL_CLOSURE, ""))
        .exceptionally(failure -> null)
        .join();
  }
}
