package io.pagenow.presence.testing;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One user of a {@link Crowd}: reads all that comes, and keeps nothing of it. */
final class CrowdMember implements WebSocket.Listener, AutoCloseable {

  private final Consumer<String> heard;
  private final StringBuilder part = new StringBuilder();
  private volatile boolean closed;
  private CompletableFuture<WebSocket> sent = new CompletableFuture<>();

  private CrowdMember(Consumer<String> heard) {
    this.heard = heard;
  }

  static CrowdMember connect(HttpClient http, URI node, String token, Consumer<String> heard) {
    URI address =
        URI.create(node.toString().replaceFirst("^http", "ws") + "ws?Authorization=" + token);
    CrowdMember member = new CrowdMember(heard);
    member.sent = http.newWebSocketBuilder().buildAsync(address, member);
    member.sent.join();
    return member;
  }

  /** Says that the user is on the page of this number; one thing after another. */
  void update(long number, String padding) {
    String message =
        "{\"action\":\"update-presence\",\"url\":\"https://example.com/%s\",\"title\":\"%d\"}"
            .formatted(padding, number);
    sent = sent.thenCompose(socket -> socket.sendText(message, true));
  }

  /** Says that the user is still here. */
  void heartbeat() {
    sent = sent.thenCompose(socket -> socket.sendText("{\"action\":\"heartbeat\"}", true));
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      heard.accept(part.toString());
      part.setLength(0);
    }
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    closed = true;
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable failure) {
    closed = true;
  }

  /** Ends without a close frame. */
  void breakOff() {
    closed = true;
    var unused = sent.thenAccept(WebSocket::abort);
  }

  /** Closes in good order, as far as there is somebody to hear it. */
  @Override
  public void close() {
    closed = true;
    sent.thenCompose(socket -> socket.sendClose(WebSocket.NORMAL_CLOSURE, ""))
        .exceptionally(failure -> null)
        .join();
  }
}
