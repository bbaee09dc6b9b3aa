package io.pagenow.presence.it.crowd;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client that reconnects when its connection ends. After close code 1012, it connects to the next
 * node, after the delay that the close reason gives. Otherwise it reconnects to the same node at
 * once.
 */
final class ReconnectingClient implements CrowdUser {

  private static final int SERVICE_RESTART = 1012;
  private static final Pattern RECONNECT_DELAY = Pattern.compile("reconnect in (\\d{1,7}) ms");
  private static final long RETRY_MILLIS = 100;

  private final HttpClient http;
  private final ScheduledExecutorService clock;
  private final List<URI> nodes;
  private final String token;
  private final Consumer<String> onMessage;
  private final Reconnects returns;

  // Guarded by this.
  private int node;
  private CrowdClient current;
  private boolean leaving;

  /**
   * Connects, and waits until the connection is open.
   *
   * @param clock schedules the attempts to reconnect
   * @param node the index of the first node
   */
  ReconnectingClient(
      HttpClient http,
      ScheduledExecutorService clock,
      List<URI> nodes,
      int node,
      String token,
      Consumer<String> onMessage,
      Reconnects returns) {
    this.http = http;
    this.clock = clock;
    this.nodes = nodes;
    this.node = node;
    this.token = token;
    this.onMessage = onMessage;
    this.returns = returns;
    this.current = CrowdClient.open(http, nodes.get(node), token, onMessage, this::ended);
    current.awaitOpen();
  }

  @Override
  public synchronized void update(long number, String padding) {
    current.update(number, padding);
  }

  @Override
  public synchronized boolean isConnected() {
    return current.isConnected();
  }

  @Override
  public void close() {
    CrowdClient last;
    synchronized (this) {
      leaving = true;
      last = current;
    }
    last.close();
  }

  private void ended(int code, String reason) {
    long since = System.nanoTime();
    Matcher delay = RECONNECT_DELAY.matcher(reason);
    long wait = 0;
    if (delay.find()) {
      wait = Long.parseLong(delay.group(1));
      returns.ended(code, wait);
    } else {
      returns.ended(code);
    }
    if (code == SERVICE_RESTART) {
      synchronized (this) {
        node = (node + 1) % nodes.size();
      }
    }
    comeBackIn(wait, since);
  }

  private void comeBackIn(long millis, long since) {
    var unused = clock.schedule(() -> comeBack(since), millis, MILLISECONDS);
  }

  private synchronized void comeBack(long since) {
    if (leaving) {
      return;
    }
    current = CrowdClient.open(http, nodes.get(node), token, onMessage, this::ended);
    var unused =
        current
            .opened()
            .whenComplete(
                (socket, failure) -> {
                  if (failure == null) {
                    returns.returned(System.nanoTime() - since);
                  } else {
                    returns.failed();
                    comeBackIn(RETRY_MILLIS, since);
                  }
                });
  }
}
