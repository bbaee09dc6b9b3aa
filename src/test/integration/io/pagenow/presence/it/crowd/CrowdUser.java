package io.pagenow.presence.it.crowd;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.buffer.ByteBuf;
import io.pagenow.presence.testing.WebSocketClient;
import io.pagenow.presence.testing.WebSocketClient.Options;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One user of a {@link Crowd}, with one connection at a time.
 *
 * <p>A user with {@link Reconnects} opens another connection when the connection ends. After close
 * code 1012, it connects to the next node, after the delay that the close reason gives. Otherwise
 * it reconnects to the same node at once.
 */
final class CrowdUser implements WebSocketClient.Listener, AutoCloseable {

  private static final int SERVICE_RESTART = 1012;
  private static final Pattern RECONNECT_DELAY = Pattern.compile("reconnect in (\\d{1,7}) ms");
  private static final long RETRY_MILLIS = 100;

  private final ScheduledExecutorService clock;
  private final List<URI> nodes;
  private final String token;
  private final Consumer<String> onMessage;
  private final @Nullable Reconnects reconnects;

  // Guarded by this.
  private int node;
  private WebSocketClient connection;
  private boolean closed;

  /**
   * Connects, and waits until the connection is open.
   *
   * @param clock schedules the attempts to reconnect
   * @param node the index of the first node
   * @param reconnects counts reconnects; null if the user does not reconnect
   */
  CrowdUser(
      ScheduledExecutorService clock,
      List<URI> nodes,
      int node,
      String token,
      Consumer<String> onMessage,
      @Nullable Reconnects reconnects) {
    this.clock = clock;
    this.nodes = nodes;
    this.node = node;
    this.token = token;
    this.onMessage = onMessage;
    this.reconnects = reconnects;
    this.connection = open(nodes.get(node));
    connection.opened().join();
  }

  private WebSocketClient open(URI address) {
    return WebSocketClient.open(address, token, Options.DEFAULT, this);
  }

  /** Sends the page with this number, after all earlier updates. */
  synchronized void update(long number, String padding) {
    connection.send(message(number, padding));
  }

  /** Returns the text of an update whose title is the number. */
  static String message(long number, String padding) {
    return "{\"action\":\"update-presence\",\"url\":\"https://example.com/%s\",\"title\":\"%d\"}"
        .formatted(padding, number);
  }

  synchronized boolean isConnected() {
    return connection.isOpen();
  }

  /** Closes the connection gracefully if it is open. */
  @Override
  public synchronized void close() {
    closed = true;
    connection.close();
  }

  @Override
  public void received(ByteBuf text) {
    onMessage.accept(text.toString(StandardCharsets.UTF_8));
  }

  @Override
  public synchronized void closed(int code, String reason) {
    if (closed || reconnects == null) {
      return;
    }
    long since = System.nanoTime();
    Matcher delay = RECONNECT_DELAY.matcher(reason);
    long wait = 0;
    if (delay.find()) {
      wait = Long.parseLong(delay.group(1));
      reconnects.ended(code, wait);
    } else {
      reconnects.ended(code);
    }
    if (code == SERVICE_RESTART) {
      node = (node + 1) % nodes.size();
    }
    reconnectIn(wait, since, reconnects);
  }

  private void reconnectIn(long millis, long since, Reconnects counts) {
    var unused = clock.schedule(() -> reconnect(since, counts), millis, MILLISECONDS);
  }

  private synchronized void reconnect(long since, Reconnects counts) {
    if (closed) {
      return;
    }
    connection = open(nodes.get(node));
    connection.whenOpened(
        () -> counts.returned(System.nanoTime() - since),
        failure -> {
          counts.failed();
          reconnectIn(RETRY_MILLIS, since, counts);
        });
  }
}
