package io.pagenow.presence.it.crowd;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts how often the clients of a {@link Crowd} lost their connections and reconnected, and how
 * many offline events they received.
 *
 * <p>Thread-safe.
 */
public final class Reconnects {

  private final Map<Integer, Integer> codes = new TreeMap<>();
  private int ended;
  private int untold;
  private int returned;
  private int failed;
  private int timeouts;
  private long longestWait;
  private long longestAway;

  /** Records that a connection ended without a reconnect delay in the close reason. */
  synchronized void ended(int code) {
    ended++;
    untold++;
    codes.merge(code, 1, Integer::sum);
  }

  /** Records that a connection ended with a reconnect delay in the close reason. */
  synchronized void ended(int code, long waitMillis) {
    ended++;
    codes.merge(code, 1, Integer::sum);
    longestWait = Math.max(longestWait, waitMillis);
  }

  /** Records a failed attempt to reconnect. */
  synchronized void failed() {
    failed++;
  }

  /** Records that a client has reconnected. */
  synchronized void returned(long awayNanos) {
    returned++;
    longestAway = Math.max(longestAway, awayNanos);
  }

  /** Records a message that a client received. */
  synchronized void received(String text) {
    if (text.contains("\"presence-timeout\"")) {
      timeouts++;
    }
  }

  /** Returns how many connections ended. */
  public synchronized int ended() {
    return ended;
  }

  /** Returns how many connections ended without a reconnect delay. */
  public synchronized int untold() {
    return untold;
  }

  /** Returns how often clients reconnected. */
  public synchronized int returned() {
    return returned;
  }

  /** Returns how many offline events the clients received. */
  public synchronized int timeouts() {
    return timeouts;
  }

  /** Returns how many connections ended with each code; 1006 if there was no close frame. */
  public synchronized Map<Integer, Integer> codes() {
    return Map.copyOf(codes);
  }

  /** Returns the longest time from the end of a connection to the next one of the same client. */
  public synchronized Duration longestAway() {
    return Duration.ofNanos(longestAway);
  }

  @Override
  public synchronized String toString() {
    return "%d reconnects after %s, %d failed attempts; delay up to %d ms, disconnected up to %d ms; %d offline events"
        .formatted(
            returned,
            codes,
            failed,
            longestWait,
            Duration.ofNanos(longestAway).toMillis(),
            timeouts);
  }
}
