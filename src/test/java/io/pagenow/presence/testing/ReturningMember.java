package io.pagenow.presence.testing;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A user who comes back when the connection ends: to another node and at the time that is said
 * where the server sends its clients elsewhere, else at once and to where it was.
 */
final class ReturningMember implements Member {

  private static final int SERVICE_RESTART = 1012;
  private static final Pattern APPOINTMENT = Pattern.compile("reconnect in (\\d{1,7}) ms");
  private static final long RETRY_MILLIS = 100;

  private final HttpClient http;
  private final ScheduledExecutorService clock;
  private final List<URI> nodes;
  private final String token;
  private final Consumer<String> heard;
  private final Returns returns;

  // Guarded by this.
  private int node;
  private CrowdMember current;
  private boolean leaving;

  /**
   * Connects.
   *
   * @param clock does what is to be done later
   * @param node which of the nodes it begins with
   */
  ReturningMember(
      HttpClient http,
      ScheduledExecutorService clock,
      List<URI> nodes,
      int node,
      String token,
      Consumer<String> heard,
      Returns returns) {
    this.http = http;
    this.clock = clock;
    this.nodes = nodes;
    this.node = node;
    this.token = token;
    this.heard = heard;
    this.returns = returns;
    this.current = CrowdMember.open(http, nodes.get(node), token, heard, this::ended);
    current.awaitOpen();
  }

  @Override
  public synchronized void update(long number, String padding) {
    current.update(number, padding);
  }

  @Override
  public synchronized boolean isHere() {
    return current.isHere();
  }

  @Override
  public void close() {
    CrowdMember last;
    synchronized (this) {
      leaving = true;
      last = current;
    }
    last.close();
  }

  private void ended(int code, String reason) {
    long since = System.nanoTime();
    Matcher appointment = APPOINTMENT.matcher(reason);
    long wait = 0;
    if (appointment.find()) {
      wait = Long.parseLong(appointment.group(1));
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
    current = CrowdMember.open(http, nodes.get(node), token, heard, this::ended);
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
