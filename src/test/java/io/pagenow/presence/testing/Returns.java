package io.pagenow.presence.testing;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often the users of a {@link Crowd} lost their connections and came back, and what others saw
 * of it.
 *
 * <p>Thread-safe.
 */
public final class Returns {

  private final Map<Integer, Integer> codes = new TreeMap<>();
  private int ended;
  private int untold;
  private int returned;
  private int inVain;
  private int timeouts;
  private long longestWait;
  private long longestAway;

  /** A connection ended, and nothing was said about when to come back. */
  synchronized void ended(int code) {
    ended++;
    untold++;
    codes.merge(code, 1, Integer::sum);
  }

  /** A connection ended, and its client was told to wait. */
  synchronized void ended(int code, long waitMillis) {
    ended++;
    codes.merge(code, 1, Integer::sum);
    longestWait = Math.max(longestWait, waitMillis);
  }

  /** An attempt to come back failed. */
  synchronized void failed() {
    inVain++;
  }

  /** A client is back. */
  synchronized void returned(long awayNanos) {
    returned++;
    longestAway = Math.max(longestAway, awayNanos);
  }

  /** Somebody was sent this. */
  synchronized void heard(String text) {
    if (text.contains("\"presence-timeout\"")) {
      timeouts++;
    }
  }

  /** How many connections ended. */
  public synchronized int ended() {
    return ended;
  }

  /** How many of them without a word about when to come back. */
  public synchronized int untold() {
    return untold;
  }

  /** How many clients came back; each counts as often as it did. */
  public synchronized int returned() {
    return returned;
  }

  /** How often somebody was told that somebody else is offline. */
  public synchronized int timeouts() {
    return timeouts;
  }

  /** How many connections ended with each code; 1006 where there was no close frame. */
  public synchronized Map<Integer, Integer> codes() {
    return Map.copyOf(codes);
  }

  /** The longest time that a client was away, from the end of one connection to the next one. */
  public synchronized Duration longestAway() {
    return Duration.ofNanos(longestAway);
  }

  @Override
  public synchronized String toString() {
    return "%d returns after %s, %d attempts in vain; told to wait %d ms at the most, away %d ms; %d timeouts seen"
        .formatted(
            returned,
            codes,
            inVain,
            longestWait,
            Duration.ofNanos(longestAway).toMillis(),
            timeouts);
  }
}
